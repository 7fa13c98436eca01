import ArgumentParser

/// The command; each subcommand is a thin shell over `Conformance`.
@main
struct Portcullis: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "portcullis",
    abstract: "Checks web application firewall rules and runs their regression tests.",
    subcommands: [Check.self, FTW.self])
}

import ArgumentParser

/// The command; each subcommand is a thin shell over `Conformance`.
@main
struct Portcullis: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "portcullis",
    abstract: "Checks and packs web application firewall rules, and runs their regression tests.",
    subcommands: [Bundle.self, Check.self, FTW.self])
}

import Foundation
import ReferenceSupport
import SecLang

/// The reference rule set, kept in memory.
enum CoreRuleSetFiles {
  static func loader() throws -> MemorySourceLoader {
    let loader = MemorySourceLoader()
    let folder = "crs/4.28.0"
    let names = try FileManager.default.contentsOfDirectory(
      atPath: SharedData.root.appendingPathComponent(folder + "/rules").path)
    for path in names.map({ "rules/" + $0 }) + ["crs-setup.conf.example"] {
      let text = try Array(SharedData.data(folder + "/" + path))
      loader.add(Source(name: Array("crs/\(path)".utf8), text: text))
    }
    let recommended = try Array(SharedData.data("bench/modsecurity.conf-recommended"))
    loader.add(Source(name: Array("modsecurity.conf".utf8), text: recommended))
    return loader
  }

  static let text = "Include modsecurity.conf\nInclude crs/crs-setup.conf.example\nInclude crs/rules/*.conf\n"
}

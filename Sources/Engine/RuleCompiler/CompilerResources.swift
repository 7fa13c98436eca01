import Bytes
import Operators
import SecLang

/// What operators may ask for while they are prepared: files beside the rules, datasets, limits.
final class CompilerResources: OperatorResources {
  private let files: SourceLoader
  private let cacheBytes: Int
  private var datasetNames = ByteStringTable()
  private var datasets: [[[UInt8]]] = []
  /// SecPcreMatchLimit.
  var matchLimit = 100_000
  /// The source of the rule at hand: file names are relative to it.
  var includer: [UInt8] = []
  /// Whether a file was asked for since this was last set to `false`; what came of it holds for that source only.
  var didReadFile = false

  init(_ files: SourceLoader, _ options: CompilerOptions) {
    self.files = files
    cacheBytes = options.patternCacheBytes
  }

  override func file(named name: Span<UInt8>) -> [UInt8]? {
    didReadFile = true
    let includer = self.includer
    guard let sources = files.sources(matching: name, from: includer.span) else { return nil }
    return sources.first?.text
  }

  override func dataset(named name: Span<UInt8>) -> [[UInt8]]? {
    for index in datasetNames.strings.indices {
      let candidate = datasetNames.strings[index]
      if candidate.span.isEqual(to: name) { return datasets[index] }
    }
    return nil
  }

  /// Keeps the phrases of a `SecDataset`; `false` when there is one of this name.
  func add(dataset name: [UInt8], _ phrases: [[UInt8]]) -> Bool {
    guard datasetNames.insert(name).isNew else { return false }
    datasets.append(phrases)
    return true
  }

  override var stepLimit: Int { matchLimit }
  override var patternCacheBytes: Int { cacheBytes }
}

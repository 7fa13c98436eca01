import Bytes

/// A program with what its transactions share: the store of persistent collections and pooled memory.
///
/// One thread at a time, as in a proxy's worker.
public final class Engine {
  public let program: Program
  let store: CollectionStore
  private var arenas: [Arena] = []
  private var tables: [VersionTable] = []

  public init(_ program: Program, store: CollectionStore = MemoryStore()) {
    self.program = program
    self.store = store
  }

  func takeArena() -> Arena { arenas.popLast() ?? Arena() }

  func takeTable() -> VersionTable { tables.popLast() ?? VersionTable(program.pipelines) }

  /// Takes memory back from a finished transaction; whatever it handed out is invalid from now on.
  func give(back arena: Arena, _ table: VersionTable) {
    guard arenas.count < 64 else { return }
    arena.reset()
    arenas.append(arena)
    table.reset()
    tables.append(table)
  }
}

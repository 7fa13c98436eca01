import Bytes

/// A program with what its transactions share: the store of persistent collections and pooled memory.
///
/// One thread at a time, as in a proxy's worker.
public final class Engine {
  public let program: Program
  let store: CollectionStore
  let selections: RuleSelections
  private var workspaces: [Workspace] = []

  public init(_ program: Program, store: CollectionStore = MemoryStore()) {
    self.program = program
    self.store = store
    selections = RuleSelections(program)
  }

  func takeWorkspace() -> Workspace { workspaces.popLast() ?? Workspace(program) }

  /// Takes memory back from a finished transaction; whatever it handed out is invalid from now on.
  func give(back workspace: Workspace) {
    guard workspaces.count < 64 else { return }
    workspace.reset()
    workspaces.append(workspace)
  }
}

/// The memory one transaction works in, kept for the next.
final class Workspace {
  let arena = Arena()
  let versions: VersionTable
  let candidates = Candidates()

  init(_ program: Program) { versions = VersionTable(program.pipelines) }

  func reset() {
    arena.reset()
    versions.reset()
    candidates.reset()
  }
}

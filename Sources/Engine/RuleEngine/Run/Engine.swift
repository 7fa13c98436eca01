import Bytes

/// A program with what its transactions share: the store of persistent collections and pooled memory.
///
/// One thread at a time, as in a proxy's worker.
public final class Engine {
  public let program: Program
  let store: CollectionStore
  let selections: RuleSelections
  private var workspaces: [Workspace] = []
  /// For each phase, made when it first screens something.
  private var memos = [ScreenMemo?](repeating: nil, count: Phase.allCases.count)

  public init(_ program: Program, store: CollectionStore = MemoryStore()) {
    self.program = program
    self.store = store
    selections = RuleSelections(program)
  }

  /// What screening said in earlier transactions; `nil` when it is not to be remembered.
  func memo(of phase: PhaseProgram) -> ScreenMemo? {
    guard program.options.screenMemo else { return nil }
    let index = Int(phase.number.rawValue) - 1
    if let memo = memos[index] { return memo }
    let made = ScreenMemo(phase)
    memos[index] = made
    return made
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
  let tx: KeyedStore

  init(_ program: Program) {
    versions = VersionTable(program.pipelines)
    tx = program.makeTX()
  }

  func reset() {
    arena.reset()
    versions.reset()
    candidates.reset()
    tx.reset()
  }
}

public import LiteralSearch

/// The rules of one phase with what screening needs to know about them.
public final class PhaseProgram: @unchecked Sendable {
  public let rules: [Rule]

  init(_ rules: [Rule], _ pipelines: PipelineTree, _ options: EngineOptions) {
    self.rules = rules
  }
}

internal import LiteralSearch

enum RequirementAnalysis {
  static func requirement(of tree: SyntaxTree) -> MatchRequirement {
    var requirement = MatchRequirement()
    requirement.minimumLength = Int(tree[tree.root].minimum)
    return requirement
  }
}

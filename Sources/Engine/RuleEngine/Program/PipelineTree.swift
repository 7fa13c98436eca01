import Transformations

/// All transformation pipelines of a program as one tree, so that a shared beginning is run once per value.
///
/// Node 0 is the value as it came; each other node is one transformation applied to its parent, and parents stand
/// before their children.
public struct PipelineTree: Sendable {
  public struct Node: Sendable {
    public let parent: Int
    /// Row of `transformationTable`; −1 for node 0.
    public let transformation: Int
  }
  public private(set) var nodes = [Node(parent: -1, transformation: -1)]

  public init() {}

  /// The node of a pipeline given as rows of `transformationTable`; adds what is missing.
  public mutating func node(for pipeline: [Int]) -> Int {
    var current = 0
    for transformation in pipeline { current = child(of: current, transformation) }
    return current
  }

  private mutating func child(of parent: Int, _ transformation: Int) -> Int {
    for index in nodes.indices where nodes[index].parent == parent && nodes[index].transformation == transformation {
      return index
    }
    nodes.append(Node(parent: parent, transformation: transformation))
    return nodes.count - 1
  }

  /// The nodes from the first transformation to `node`, node 0 left out.
  public func path(to node: Int) -> [Int] {
    var path: [Int] = []
    var current = node
    while current > 0 {
      path.append(current)
      current = nodes[current].parent
    }
    path.reverse()
    return path
  }
}

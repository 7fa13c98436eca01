import Bytes
import Transformations

/// The transformed forms of a transaction's values: each step of a pipeline is taken once per value.
///
/// A step that would change nothing gives the form it began with, so that equal forms are one form and are screened
/// once. Forms live in the transaction's arena.
final class VersionTable {
  private let nodes: [PipelineTree.Node]
  /// For each node the others that take the same step: begun with the same form, they end with the same.
  private let twins: [[Int]]
  private var forms: [ByteSlice] = []
  /// Which bytes each form holds.
  private var formBytes: [ByteSet] = []
  /// For each row, the form at each node, or −1.
  private var formOfNode: [Int32] = []
  /// The row of each value id, or −1.
  private var rowOfID: [Int32] = []
  private var output: [UInt8] = []

  init(_ pipelines: PipelineTree) {
    let nodes = pipelines.nodes
    self.nodes = nodes
    twins = nodes.indices.map { node in
      nodes.indices.filter { $0 != node && nodes[$0].transformation == nodes[node].transformation }
    }
  }

  func reset() {
    forms.removeAll(keepingCapacity: forms.count < 4_096)
    formBytes.removeAll(keepingCapacity: formBytes.count < 4_096)
    formOfNode.removeAll(keepingCapacity: formOfNode.count < 65_536)
    rowOfID.removeAll(keepingCapacity: true)
    if output.capacity > 65_536 { output = [] }
  }

  /// About what rows and forms take; twice, for the time lists grow.
  var memoryBytes: Int { 88 * forms.count + 8 * (formOfNode.count + rowOfID.count) }

  /// Whether the value already has a row.
  func hasRow(id: Int32) -> Bool { Int(id) < rowOfID.count && rowOfID[Int(id)] >= 0 }

  /// The row of a value, made when it has none yet.
  func row(id: Int32, _ value: ByteSlice) -> Int {
    if hasRow(id: id) { return Int(rowOfID[Int(id)]) }
    let id = Int(id)
    while rowOfID.count <= id { rowOfID.append(-1) }
    let row = formOfNode.count
    formOfNode.append(contentsOf: repeatElement(-1, count: nodes.count))
    formOfNode[row] = Int32(truncatingIfNeeded: addForm(value))
    rowOfID[id] = Int32(truncatingIfNeeded: row)
    return row
  }

  /// Forgets the rows of ids below `end`, whose values may have changed.
  func forgetRows(below end: Int) {
    for id in 0..<min(end, rowOfID.count) { rowOfID[id] = -1 }
  }

  /// Forgets the newest value's row and forms, when nothing will ask for them again.
  func dropRow(id: Int32, _ row: Int) {
    rowOfID[Int(id)] = -1
    let firstForm = Int(formOfNode[row])
    forms.removeLast(forms.count - firstForm)
    formBytes.removeLast(formBytes.count - firstForm)
    formOfNode.removeLast(formOfNode.count - row)
  }

  /// The form of a row's value at a node of the pipeline tree.
  func form(_ row: Int, _ node: Int, _ transaction: Transaction) -> Int {
    let known = formOfNode[row + node]
    if known >= 0 { return Int(known) }
    let parent = form(row, nodes[node].parent, transaction)
    let result = step(node, from: parent, row, transaction)
    formOfNode[row + node] = Int32(truncatingIfNeeded: result)
    return result
  }

  private func step(_ node: Int, from parent: Int, _ row: Int, _ transaction: Transaction) -> Int {
    let transformation = transformationTable[nodes[node].transformation]
    if transformation.triggers?.isDisjoint(with: formBytes[parent]) == true { return parent }
    for twin in twins[node] where formOfNode[row + twin] >= 0 {
      if Int(formOfNode[row + nodes[twin].parent]) == parent { return Int(formOfNode[row + twin]) }
    }
    let changed = apply(transformation, to: forms[parent], transaction)
    return changed.map { addForm($0) } ?? parent
  }

  subscript(form: Int) -> ByteSlice { forms[form] }

  /// Which bytes a form holds.
  func bytes(of form: Int) -> ByteSet { formBytes[form] }

  private func addForm(_ bytes: ByteSlice) -> Int {
    forms.append(bytes)
    formBytes.append(ByteSet(bytesOf: bytes.span))
    return forms.count - 1
  }

  /// Takes a value that may change through a pipeline, without keeping the steps.
  func transform(_ value: ByteSlice, _ node: Int, _ transaction: Transaction) -> ByteSlice {
    if node == 0 { return value }
    let parent = transform(value, nodes[node].parent, transaction)
    return apply(transformationTable[nodes[node].transformation], to: parent, transaction) ?? parent
  }

  /// What a step makes of a form, or `nil` when it stays as it is. A result is six times as long at most, and stands in
  /// a buffer and in the arena for a moment.
  private func apply(
    _ transformation: Transformation, to form: ByteSlice, _ transaction: Transaction
  ) -> ByteSlice? {
    guard transaction.mayTake(work: form.count, memory: form.count < 65_536 ? 0 : 16 * form.count) else { return nil }
    return transformation.apply(form.span, &output) ? transaction.arena.copy(output) : nil
  }
}

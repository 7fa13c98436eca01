import ProxyWasm

/// The contexts of this virtual machine: one root per configured plugin, one stream per request.
struct VirtualMachine {
  private var roots = ContextTable<RootContext>()
  private var streams = ContextTable<StreamContext>()

  /// A context whose parent is not known is a root: hosts create roots with parent 0.
  mutating func createContext(_ context: UInt32, parent: UInt32) {
    if let root = roots[parent] {
      streams.insert(StreamContext(root), for: context)
    } else {
      roots.insert(RootContext(), for: context)
    }
  }

  func root(_ context: UInt32) -> RootContext? { roots[context] }
  func stream(_ context: UInt32) -> StreamContext? { streams[context] }

  mutating func delete(_ context: UInt32) {
    streams.remove(context)
    roots.remove(context)
  }

  /// Hosts call one module from one thread, and so do the tests.
  nonisolated(unsafe) static var current = VirtualMachine()
}

import CProxyWasm

/// The module's own memory, which the host never extends beyond what the module was linked with.
public enum ModuleMemory {
  /// Bytes in blocks that are not free; 0 natively.
  public static var bytesInUse: Int { Int(portcullis_memory_in_use()) }
}

import CProxyWasm

/// The module's own memory, which the host never extends beyond what the module was linked with.
public enum ModuleMemory {
  /// Bytes in blocks that are not free; 0 natively.
  public static var bytesInUse: Int { Int(portcullis_memory_in_use()) }

  /// Whether one block of `count` bytes could be had; natively always.
  public static func hasRoom(for count: Int) -> Bool { portcullis_memory_has_room(count) != 0 }
}

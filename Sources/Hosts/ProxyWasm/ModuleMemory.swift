import CProxyWasm

/// The module's own memory, which the host never extends beyond what the module was linked with.
public enum ModuleMemory {
  /// Bytes in blocks that are not free; 0 where the allocator does not count.
  public static var bytesInUse: Int { Int(proxy_wasm_memory_in_use()) }

  /// Whether one block of `count` bytes could be had; yes where the allocator does not know.
  public static func hasRoom(for count: Int) -> Bool { proxy_wasm_memory_has_room(count) != 0 }
}

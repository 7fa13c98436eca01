public import Inspection
public import ProxyWasm

/// The host's headers as the rules' side reads them.
extension HeaderPairs: HeaderSequence {}

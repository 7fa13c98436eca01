import Foundation

/// Whoever started the command reads its port from a pipe, where lines would wait.
func flushOutput() { fflush(nil) }

import Foundation

/// The bytes of rule text in which what cannot be seen is written as a sign.
func bytes(visible text: String) -> [UInt8] {
  var result = text
  for (sign, meant) in [("␉", "\t"), ("␍", "\r"), ("␣", " "), ("␀", "\u{feff}")] {
    result = result.replacingOccurrences(of: sign, with: meant)
  }
  return Array(result.utf8)
}

import SecLang

/// The files `Include` and `@pmFromFile` can name: a module has no file system.
final class RuleFiles: SourceLoader {}

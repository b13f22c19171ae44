// Most tests of the tool wait for a board's time limits, each with files and a board of its own: they run side by side.
[assembly: Parallelize(Workers = 4, Scope = ExecutionScope.MethodLevel)]

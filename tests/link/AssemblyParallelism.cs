// Most tests of the link wait for time limits: classes run side by side.
[assembly: Parallelize(Workers = 4, Scope = ExecutionScope.ClassLevel)]

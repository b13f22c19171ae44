// Most tests of the tool wait for a board's time limits, each with files and a board of its own: they run side by side.
[assembly: Parallelize(Workers = 4, Scope = ExecutionScope.MethodLevel)]

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public static class AssemblyParallelism
{
    /// <summary>
    /// The boards and servers of these tests block a thread of the pool each. The pool starts with one thread per core and adds
    /// one or two per second, so without this a server may begin to answer only after the tool has given up (boardSilent).
    /// </summary>
    [AssemblyInitialize]
    public static void EveryServerHasAThread(TestContext _)
    {
        Assert.IsTrue(ThreadPool.SetMinThreads(128, 128));
    }
}

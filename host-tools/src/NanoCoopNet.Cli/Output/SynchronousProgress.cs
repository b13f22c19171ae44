// Progress reports on the thread that makes them: System.Progress would post them to the pool, out of order.
namespace NanoCoopNet.Cli.Output;

/// <summary>Calls an action for each report.</summary>
internal sealed class SynchronousProgress<T>(Action<T> action) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => action(value);
}

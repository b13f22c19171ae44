// Waiting for what another thread does: ends as soon as it is so, fails after a long while.
using System.Diagnostics;

namespace NanoCoopNet.Tests;

/// <summary>Waits.</summary>
public static class Eventually
{
    private const int LimitMs = 20_000;

    /// <summary>Waits until it is so; fails the test after 20 s.</summary>
    public static void IsTrue(Func<bool> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.IsLessThan(LimitMs, clock.ElapsedMilliseconds, $"not within {LimitMs} ms: {what}");
            Thread.Sleep(2);
        }
    }
}

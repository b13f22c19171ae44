// Seeds of generated cases: printed by every test that uses one, and taken back from the environment to repeat a failure.
namespace NanoCoopNet.Tests;

/// <summary>Seeds of generated cases.</summary>
public static class TestSeed
{
    private const string Variable = "NANOCOOP_TEST_SEED";

    /// <summary>A generator for one test; its seed is printed. Set NANOCOOP_TEST_SEED to repeat a run.</summary>
    public static Random New(string test)
    {
        string? given = Environment.GetEnvironmentVariable(Variable);
        int seed = given is null ? Random.Shared.Next() : int.Parse(given, System.Globalization.CultureInfo.InvariantCulture);
        Console.WriteLine($"{test}: {Variable}={seed}");
        return new Random(seed);
    }
}

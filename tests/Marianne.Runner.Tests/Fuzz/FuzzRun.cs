using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Marianne.Runner.Tests.Fuzz;

/// <summary>
/// Gives a reader many damaged inputs: it reads them, or it fails with an error of ours. The environment variable MARIANNE_FUZZ sets
/// the number of inputs of all readers together, and MARIANNE_FUZZ_SEED the first seed.
/// </summary>
internal static class FuzzRun
{
    private const int Short = 600;

    private static int First => Number("MARIANNE_FUZZ_SEED") ?? 0;

    /// <summary>Runs a reader.</summary>
    /// <param name="reader">The name of the reader.</param>
    /// <param name="share">The part of all inputs that the reader gets, in percent.</param>
    /// <param name="use">Damages an input and reads it. The generator decides how.</param>
    public static async Task OfAsync(string reader, int share, Func<Random, Task> use)
    {
        int count = Math.Max(1, (int)((long)(Number("MARIANNE_FUZZ") ?? Short) * share / 100));
        var errors = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var watch = Stopwatch.StartNew();
        for (int seed = First; seed < First + count; seed++)
        {
            try
            {
                await use(new Random(seed));
            }
            catch (MarianneException error)
            {
                Assert.True(error.Message.Length > 20, $"{reader}, seed {seed}: the message says too little: {error.Message}");
                string name = $"{error.Error}";
                errors[name] = errors.GetValueOrDefault(name) + 1;
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{reader}, seed {seed}: {error}");
            }
        }

        string found = string.Join(", ", errors.Select(pair => $"{pair.Value} {pair.Key}"));
        string summary = string.Create(
            CultureInfo.InvariantCulture,
            $"{reader}: {count} inputs, seeds {First} to {First + count - 1}, {watch.Elapsed.TotalSeconds:0} s; {found}");
        TestContext.Current.TestOutputHelper?.WriteLine(summary);
        Console.WriteLine(summary);
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : null;
}

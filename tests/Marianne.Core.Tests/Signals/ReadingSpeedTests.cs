using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Marianne.Signals;
using Xunit;

namespace Marianne.Core.Tests.Signals;

/// <summary>No output makes the reader slow.</summary>
public sealed class ReadingSpeedTests
{
    private const int Longest = 50_000;

    /// <summary>Beginnings of what the reader looks for.</summary>
    private static readonly string[] Pieces =
    [
        "[[[[", "{\"a\":\n", "429 ", "rate limit ", "try again in ", "1,", "{'", "\n     | ", "HTTP/1.1 429\n", "resets at 3 ", "((",
        "Retry-After: ", "you've hit your ", "exceeded your ", "Line |\n", "\u001b[", "a.", "error: ", "\"\\\"", "\n", "    at ", "12:",
    ];

    /// <summary>A failed measurement is repeated, because another process may have had the processor.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(50);

    private static int Count =>
        int.TryParse(Environment.GetEnvironmentVariable("MARIANNE_FUZZ"), CultureInfo.InvariantCulture, out int count) ? count : 300;

    [Fact]
    public void No_mutated_output_takes_longer_than_50_milliseconds()
    {
        string[] texts =
        [
            .. AgentFixtures.Load("messages").Values.SelectMany(item => Texts(item)).Where(text => text.Length > 0), .. Pieces,
        ];
        var random = new Random(4290);
        for (int number = 0; number < Count; number++)
        {
            string output = Mutate(texts, random);
            TimeSpan taken = Measure(output, random.Next(2));
            for (int repeated = 0; taken > Limit && repeated < 5; repeated++)
                taken = Measure(output, 1);
            Assert.True(taken <= Limit, $"{taken.TotalMilliseconds} ms: {output[..Math.Min(200, output.Length)]}");
        }
    }

    private static IEnumerable<string> Texts(JsonElement item) =>
        [item.GetProperty("stdout").GetString()!, item.GetProperty("stderr").GetString()!];

    private static string Mutate(string[] texts, Random random)
    {
        var output = new StringBuilder();
        for (int part = random.Next(1, 40); part > 0 && output.Length < Longest; part--)
        {
            string text = texts[random.Next(texts.Length)];
            int start = random.Next(text.Length);
            int length = random.Next(1, Math.Min(2000, text.Length - start) + 1);
            int repetitions = random.Next(10) == 0 ? random.Next(1, 300) : 1;
            for (; repetitions > 0 && output.Length < Longest; repetitions--)
                output.Append(text, start, length);
        }

        return output.ToString();
    }

    private static TimeSpan Measure(string output, int exitCode)
    {
        long start = Stopwatch.GetTimestamp();
        AttemptReader.Read(new AttemptEvidence
        {
            Output = output,
            ExitCode = exitCode,
            Now = AgentFixtures.Now,
            Zone = AgentFixtures.Stockholm,
        });
        return Stopwatch.GetElapsedTime(start);
    }
}

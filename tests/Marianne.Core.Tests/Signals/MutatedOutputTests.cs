using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Marianne.Signals;
using Xunit;

namespace Marianne.Core.Tests.Signals;

/// <summary>The reader accepts every output, and an output always has the same meaning.</summary>
public sealed class MutatedOutputTests(ITestOutputHelper log)
{
    private const int Longest = 50_000;

    /// <summary>Beginnings of what the reader looks for.</summary>
    private static readonly string[] Pieces =
    [
        "[[[[", "{\"a\":\n", "429 ", "rate limit ", "try again in ", "1,", "{'", "\n     | ", "HTTP/1.1 429\n", "resets at 3 ", "((",
        "Retry-After: ", "you've hit your ", "exceeded your ", "Line |\n", "\u001b[", "a.", "error: ", "\"\\\"", "\n", "    at ", "12:",
        "3月", "18h", "30秒後に", "'rate limit exceeded' ", "INFO ", "um 9:00 ", "zurück", "重置", "::", "a: ",
    ];

    private static int Count =>
        int.TryParse(Environment.GetEnvironmentVariable("MARIANNE_FUZZ"), CultureInfo.InvariantCulture, out int count) ? count : 300;

    [Fact]
    public void A_mutated_output_always_has_the_same_reading()
    {
        string[] texts =
        [
            .. AgentFixtures.Load("messages").Values.Concat(AgentFixtures.Load("own").Values).SelectMany(item => Texts(item)).Where(text => text.Length > 0), .. Pieces,
        ];
        var random = new Random(4290);
        double[] times = new double[Count];
        for (int number = 0; number < Count; number++)
        {
            string output = Mutate(texts, random);
            int exitCode = random.Next(2);
            AttemptReading reading = Read(output, exitCode);
            long start = Stopwatch.GetTimestamp();
            Assert.Equal(reading, Read(output, exitCode));
            times[number] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        log.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Count} outputs: median {times[Count / 2]:0.00} ms, 99 % within {times[Count * 99 / 100]:0.00} ms, "
            + $"all within {times[^1]:0.00} ms."));
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

    private static AttemptReading Read(string output, int exitCode) => AttemptReader.Read(new AttemptEvidence
    {
        Output = output,
        ExitCode = exitCode,
        Now = AgentFixtures.Now,
        Zone = AgentFixtures.Stockholm,
    });
}

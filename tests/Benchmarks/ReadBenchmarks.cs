using System.Text;
using BenchmarkDotNet.Attributes;
using Marianne.Signals;

namespace Marianne.Benchmarks;

/// <summary>Measures the reading of the output of an attempt, 50 kB of the kinds that take longest.</summary>
public class ReadBenchmarks
{
    /// <summary>The name of the longest time that reading may take, 5 milliseconds.</summary>
    public const string Limit = "5 ms";

    private const int Length = 50_000;

    private static readonly Dictionary<string, string> Lines = new()
    {
        ["tests"] = "FAILED tests/test_limits.py::test_429 - AssertionError: expected 429 but got 200 (rate limit 12)\n",
        ["records"] = """{"type":"assistant","message":{"content":[{"type":"text","text":"The rate limit resets at 3am."}]}}""" + "\n",
        ["errors"] = "Error: 503 Service Unavailable, retrying in 12 seconds (attempt 3 of 10), quota 80 % used\n",
        ["prose"] = "I looked at the usage limit of the plan, which is exceeded when too many requests arrive in an hour. ",
    };

    private AttemptEvidence _evidence = null!;

    [Params("tests", "records", "errors", "prose")]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var output = new StringBuilder();
        while (output.Length < Length)
            output.Append(Lines[Kind]);
        _evidence = new AttemptEvidence
        {
            Output = output.ToString(),
            ExitCode = 1,
            Now = DateTimeOffset.UnixEpoch,
            Zone = TimeZoneInfo.Utc,
        };
    }

    [Benchmark]
    public AttemptReading Read() => AttemptReader.Read(_evidence);
}

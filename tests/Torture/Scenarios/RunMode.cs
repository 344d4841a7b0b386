using System.Globalization;
using System.Text.Json;

namespace Marianne.Torture.Scenarios;

/// <summary>A kind of run: how its sheets are scheduled, and what they do.</summary>
/// <param name="Name">The name of the mode.</param>
/// <param name="Sheets">The number of sheets.</param>
/// <param name="Parallel">The number of sheets that run at once.</param>
/// <param name="FirstAttempt">What the first attempt of a sheet does in addition, as a command of a shell.</param>
/// <param name="EveryAttempt">What every attempt does in addition.</param>
internal sealed record RunMode(string Name, int Sheets, int Parallel, string FirstAttempt = ":", string EveryAttempt = ":")
{
    private const string Usage = """echo '{"marianne_usage":{"input_tokens":10,"output_tokens":1,"cost":0.01}}'""";

    /// <summary>All modes.</summary>
    public static IReadOnlyList<RunMode> All { get; } =
    [
        new("sequential", 6, 1),
        new("parallel", 8, 4),
        new("retries", 5, 2, FirstAttempt: "exit 1"),
        new("waits", 3, 3, FirstAttempt: "echo 'rate limit exceeded, try again in 1 second'; exit 1"),
        new("cost", 6, 1, EveryAttempt: Usage),
    ];

    /// <summary>Returns the score as JSON.</summary>
    /// <param name="random">Chooses how long the sheets run.</param>
    /// <param name="costLimit">The limit of the cost; with more sheets than it allows, the run is paused.</param>
    public string CreateScore(Random random, decimal costLimit) => JsonSerializer.Serialize(new
    {
        name = "torture",
        workspace = "ws",
        sheets = Enumerable.Range(1, Sheets).Select(number => new { command = CommandOf(number, random.Next(1, 9)) }),
        parallel = new { enabled = Parallel > 1, max_concurrent = Parallel, budget_partition = false },
        sheet = new { dependencies = new Dictionary<string, int[]> { [Last] = [1, 2] } },
        retry = new { max_retries = 3, max_takeovers = 50, base_delay_seconds = 0.05, jitter = false },
        circuit_breaker = new { enabled = false },
        cost_limits = new { max_cost_per_job = costLimit },
    });

    private string Last => Sheets.ToString(CultureInfo.InvariantCulture);

    private string CommandOf(int number, int hundredths) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        echo "b {number} $MARIANNE_ATTEMPT" >> log; sleep 0.0{hundredths}
        [ "$(grep -c '^b {number} ' log)" -gt 1 ] || ( {FirstAttempt} ) || exit 1
        {EveryAttempt}
        echo "e {number} $MARIANNE_ATTEMPT" >> log
        """);
}

using System.Text.Json;
using Marianne.Torture.Checks;

namespace Marianne.Torture;

/// <summary>
/// A score whose sheets are the items of a source. A command writes the source, and each item writes a line when it begins and one
/// when it ends.
/// </summary>
/// <param name="round">The round.</param>
/// <param name="place">The store.</param>
internal sealed class TorturedItems(Round round, StorePlace place)
{
    /// <summary>Items that begin with this word fail.</summary>
    public const string Poison = "poisoned";

    /// <summary>Items that would create this file if they were code.</summary>
    private const string Pwned = "pwned";

    private static readonly string[] Hostile =
        [$"\"; touch {Pwned} #", $"'; touch {Pwned} #", $"$(touch {Pwned})", $"`touch {Pwned}`", "$HOME", "a  b\tc", "*", "-n"];

    /// <summary>Reads the source slowly enough to be killed meanwhile.</summary>
    private const string ReadSource = "touch reading; sleep 0.05; cat ../source; touch read";

    private const string Work =
        $"""
        printf 'b %s\n' {"{item}"} >> log
        case {"{item}"} in {Poison}*) exit 1;; esac
        printf 'e %s\n' {"{item}"} >> log
        """;

    private readonly ItemsCheck _check = new(round, round["ws/log"]);
    private readonly string _score = round["score.json"];
    private readonly List<string> _source = [];

    /// <summary>The items that the source has now.</summary>
    public IReadOnlyList<string> Source => _source;

    /// <summary>The items of the job as they were found by the last check.</summary>
    public ItemStates States { get; private set; } = ItemStates.None;

    /// <summary>Writes the score and a source.</summary>
    /// <param name="items">The number of items.</param>
    /// <param name="poisoned">The number of items that fail.</param>
    public async Task WriteAsync(int items, int poisoned)
    {
        Directory.CreateDirectory(round["ws"]);
        string[] all =
        [
            .. Hostile,
            .. Enumerable.Range(1, poisoned).Select(number => $"{Poison} {number}"),
            .. Enumerable.Range(1, items - poisoned - Hostile.Length).Select(number => $"item {number}"),
        ];
        round.Random.Shuffle(all);
        await WriteSourceAsync(all);
        await File.WriteAllTextAsync(_score, JsonSerializer.Serialize(new
        {
            name = "items",
            workspace = "ws",
            sheets = new[]
            {
                new
                {
                    name = "do",
                    for_each = new { command = ReadSource, @as = "item", concurrency = 4, retry_failed = false },
                    command = Work,
                },
            },
            retry = new { max_retries = 0, max_takeovers = 50 },
            circuit_breaker = new { enabled = false },
        }));
    }

    /// <summary>Writes another source.</summary>
    /// <param name="items">The items.</param>
    public Task WriteSourceAsync(params IEnumerable<string> items)
    {
        string[] all = [.. items];
        _source.Clear();
        _source.AddRange(all);
        return File.WriteAllLinesAsync(round["source"], all);
    }

    /// <summary>Starts the worker, which reads the source, unless it is told to run only some sheets.</summary>
    /// <param name="options">Options of the worker.</param>
    public Child Start(params IEnumerable<string> options)
    {
        File.Delete(round["ws/reading"]);
        File.Delete(round["ws/read"]);
        return new Child(place.Worker(["run", _score, .. options]), round);
    }

    /// <summary>Kills the worker while its command reads the source, or soon after it has read it.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="isRead">Indicates whether the source has been read, so that the items are about to be written.</param>
    public async Task<bool> KillWhileExpandingAsync(Child worker, bool isRead)
    {
        string mark = round[isRead ? "ws/read" : "ws/reading"];
        while (!File.Exists(mark) && !worker.HasEnded)
            await Task.Delay(1);
        return await worker.KillAfterAsync(TimeSpan.FromMilliseconds(round.Random.Next(isRead ? 150 : 30)));
    }

    /// <summary>Runs the job undisturbed, and checks it.</summary>
    /// <param name="options">Options of the worker.</param>
    /// <returns>The items that have begun.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(params IEnumerable<string> options)
    {
        int before = ItemsCheck.Begun(round["ws/log"]).Count;
        using Child worker = Start(options);
        await worker.WaitAsync();
        round.Count(isKilled: false, worker.Lines.Count);
        await CheckAsync(isKilled: false);
        string end = await worker.DescribeEndAsync();
        round.Check(worker.ExitCode == 1 && !end.Contains("Unhandled", StringComparison.Ordinal), $"the run ended with {end}");
        return [.. ItemsCheck.Begun(round["ws/log"]).Skip(before)];
    }

    /// <summary>Checks everything after a run has ended.</summary>
    /// <param name="isKilled">Indicates whether the run was killed, so that its commands may end later.</param>
    public async Task CheckAsync(bool isKilled)
    {
        if (isKilled)
            await ProcessCheck.WaitAsync(round);
        else
            ProcessCheck.Run(round);

        await StoreCheck.RunAsync(round, place);
        foreach (string file in Directory.EnumerateFiles(round.Folder, Pwned, SearchOption.AllDirectories))
            round.Check(false, $"an item was run as code: there is '{file}'");
        if (place.Exists)
            States = await _check.RunAsync(place);
    }
}

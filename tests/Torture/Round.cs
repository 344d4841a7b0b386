using Marianne.Testing;

namespace Marianne.Torture;

/// <summary>One round of a scenario: its folder, its random numbers, and what it found.</summary>
/// <param name="programs">The programs to start.</param>
/// <param name="seed">The seed of the random numbers.</param>
/// <param name="isLong">Indicates whether the round belongs to a long run.</param>
internal sealed class Round(Programs programs, int seed, bool isLong) : IDisposable
{
    private const int KillsOfShortRound = 1;
    private const int KillsOfLongRound = 5;

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _violations = [];
    private readonly List<string> _schemas = [];
    private int _troubles;

    /// <summary>The programs to start.</summary>
    public Programs Programs => programs;

    /// <summary>The random numbers of the round.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>The folder of the round.</summary>
    public string Folder => _folder.Path;

    /// <summary>The folder that MARIANNE_HOME names. The processes of the round are recognized by it.</summary>
    public string Home => this["home"];

    /// <summary>The learning store of the round.</summary>
    public string LearningPath => Path.Combine(Home, "global-learning.db");

    /// <summary>Indicates whether the round belongs to a long run.</summary>
    public bool IsLong => isLong;

    /// <summary>The most kills of the round.</summary>
    public int MostKills => isLong ? KillsOfLongRound : KillsOfShortRound;

    /// <summary>The number of processes that were killed, and of power cuts.</summary>
    public int Kills { get; private set; }

    /// <summary>How often the server of the store was disturbed, or a disk, a clock or a file was changed.</summary>
    public int Troubles => _troubles;

    /// <summary>The number of changes that were acknowledged.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>What was wrong.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Returns the path of a file or folder of the round.</summary>
    public string this[string name] => _folder[name];

    /// <summary>Counts a kill and the changes that were acknowledged before it.</summary>
    public void Count(bool isKilled, int acknowledged)
    {
        Kills += isKilled ? 1 : 0;
        Acknowledged += acknowledged;
    }

    /// <summary>Counts a trouble.</summary>
    public void CountTrouble() => Interlocked.Increment(ref _troubles);

    /// <summary>Returns the name of a schema on the server, which is removed after the round.</summary>
    public string NewSchema()
    {
        string schema = $"torture_{Guid.NewGuid():N}";
        _schemas.Add(schema);
        return schema;
    }

    /// <summary>Removes what the round has left on the server, unless there is something to look at in it.</summary>
    public async Task CleanAsync()
    {
        foreach (string schema in _violations.Count == 0 ? _schemas : [])
            await TortureServer.Shared.RemoveAsync(schema);
    }

    /// <summary>Records a violation unless a condition is true.</summary>
    public void Check(bool condition, string violation)
    {
        lock (_violations)
        {
            if (!condition)
                _violations.Add($"after kill {Kills}: {violation}");
        }
    }

    /// <summary>Deletes the folder, unless there is something to look at in it.</summary>
    public void Dispose()
    {
        if (_violations.Count == 0)
            _folder.Dispose();
        else
            Console.WriteLine($"  The files are in {Folder}.");
    }
}

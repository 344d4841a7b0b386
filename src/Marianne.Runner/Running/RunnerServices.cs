using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Processes;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>What a runner needs of the world.</summary>
public sealed record RunnerServices
{
    /// <summary>Where the jobs are.</summary>
    public required IJobStore Jobs { get; init; }

    /// <summary>Where what happened is remembered.</summary>
    public required ILearningStore Learning { get; init; }

    /// <summary>What runs commands.</summary>
    public required ICommandRunner Commands { get; init; }

    /// <summary>What plays sheets; the first that can play a sheet does.</summary>
    public required IReadOnlyList<ISheetExecutor> Executors { get; init; }

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Random numbers, at least 0 and less than 1.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <summary>The process that plays. Default: this one.</summary>
    public RunnerProcess Process { get; init; } = SystemProcessList.Instance.Current;

    /// <summary>The value of an environment variable; nothing when it is not set. Default: of this process.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>What plays a sheet.</summary>
    /// <exception cref="MarianneException">Nothing here can.</exception>
    internal ISheetExecutor ExecutorOf(Score score, int number)
    {
        ScoreSheet sheet = score.Sheets[number - 1];
        return Executors.FirstOrDefault(executor => executor.CanRun(sheet))
            ?? throw RunErrors.NoExecutor(score.NameOf(number), sheet.Script is not null ? "script" : "command");
    }
}

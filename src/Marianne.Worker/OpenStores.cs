using Marianne.Executors;
using Marianne.Files;
using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Processes;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage;
using Marianne.Storage.Yaml;
using Marianne.Stores;

namespace Marianne.Worker;

/// <summary>The stores of a command, which are open until it ends.</summary>
internal sealed class OpenStores : IAsyncDisposable
{
    private static readonly TimeProvider Time = TimeProvider.System;

    /// <summary>Opens the stores at the first use.</summary>
    /// <param name="store">The path of the job store; <c>null</c> for the default one.</param>
    /// <param name="learning">The path of the learning store; <c>null</c> for the default one.</param>
    /// <param name="warn">Receives the warnings of the stores.</param>
    /// <exception cref="MarianneException">A path is not valid.</exception>
    public OpenStores(string? store, string? learning, Action<string> warn)
    {
        StoreLocation jobsAt = StorePath(store) is { } path ? StoreLocation.Of(path) : DefaultStores.Jobs;
        StoreLocation learningAt = StorePath(learning) is { } file ? StoreLocation.OfLearning(file) : DefaultStores.LearningOf(jobsAt);
        Jobs = new JobStoreFactory(Time, SystemProcessList.Instance, warn).Create(jobsAt);
        Learning = new LearningStoreFactory(Time, warn).Create(learningAt);
    }

    /// <summary>The job store.</summary>
    public IJobStore Jobs { get; }

    /// <summary>The learning store.</summary>
    public ILearningStore Learning { get; }

    /// <summary>Returns the user's own profiles of instruments by name.</summary>
    public static IReadOnlyDictionary<string, InstrumentOptions> OwnProfiles() => OwnInstruments.Read(ReaderOf);

    /// <summary>Returns the reader of a score file, or of a profile.</summary>
    /// <param name="format">The format of the file.</param>
    public static IScoreReader ReaderOf(ScoreFormat format) => format switch
    {
        ScoreFormat.Yaml => new YamlScoreReader(),
        ScoreFormat.Json => new JsonScoreReader(),
        _ => throw WorkerErrors.PowerShellData(),
    };

    /// <summary>Returns the full path of a file, or <c>null</c> if there is none.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="MarianneException">InvalidParameter: it is not a path.</exception>
    public static string? FullPath(string? path)
    {
        try
        {
            return path is null ? null : Path.GetFullPath(HomePath.Expand(path));
        }
        catch (ArgumentException)
        {
            throw WorkerErrors.NotAPath(path!);
        }
    }

    /// <summary>Returns the services of a runner with these stores.</summary>
    public RunnerServices Services()
    {
        var commands = new ProcessCommandRunner(Time);
        return new RunnerServices
        {
            Jobs = Jobs,
            Learning = Learning,
            Commands = commands,
            Executors = [new CommandExecutor(commands)],
            OutputFolder = DefaultPaths.RunningOutputs,
            OwnInstruments = OwnProfiles,
            Time = Time,
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Learning.DisposeAsync();
        }
        finally
        {
            await Jobs.DisposeAsync();
        }
    }

    private static string? StorePath(string? path)
    {
        if (path is { Length: > 0 })
            StoreLocation.CheckPath(path);
        return FullPath(path);
    }
}

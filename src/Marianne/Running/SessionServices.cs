using Marianne.Executors;
using Marianne.Processes;
using Marianne.Running;
using Marianne.Stores;

namespace Marianne.Commands;

/// <summary>Creates the services of runs in this session, which can run scripts.</summary>
internal static class SessionServices
{
    /// <summary>Returns the services of a run.</summary>
    /// <param name="store">The job store and learning store of the run, to which its scripts are connected.</param>
    /// <param name="values">The values of the <c>$using:</c> variables in scripts, by name.</param>
    public static RunnerServices Of(MarianneStore store, IReadOnlyDictionary<string, object?> values)
    {
        TimeProvider time = TimeProvider.System;
        var commands = new ProcessCommandRunner(time) { InheritedEnvironment = SheetEnvironment.Outside };
        return new RunnerServices
        {
            Jobs = store.Jobs,
            Learning = store.Learning,
            Commands = commands,
            Executors = [new CommandExecutor(commands), new ScriptExecutor(store, values, time)],
            OutputFolder = DefaultPaths.RunningOutputs,
            OwnInstruments = ScoreReaders.OwnInstruments,
            Time = time,
        };
    }
}

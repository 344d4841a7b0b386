using System.Globalization;

namespace Marianne.Torture.Scenarios;

/// <summary>Memory, handles and threads of a session are flat over thousands of runs.</summary>
/// <param name="programs">The programs.</param>
internal sealed class FlatScenario(Programs programs) : ScriptScenario("flat (SQLite)", programs, StoreKind.Sqlite)
{
    private const int RunsOfShortRound = 60;
    private const int RunsOfLongRound = 2000;
    private const int MostHandles = 10;
    private const long MostBytes = 4 << 20;
    private const long MostBytesOfRun = 2048;

    private const string Script =
        """
        Connect-Marianne "$folder/state.db"
        function Sample([int] $Run) {
            [GC]::Collect(); [GC]::WaitForPendingFinalizers(); [GC]::Collect()
            $handles = [IO.Directory]::GetFileSystemEntries('/proc/self/fd').Count
            $threads = [Diagnostics.Process]::GetCurrentProcess().Threads.Count
            Ack "$Run $([GC]::GetTotalMemory($true)) $handles $threads"
        }

        foreach ($run in 1..$runs) {
            $job = Invoke-MarianneJob -Name "run $run" -Workspace "$folder/ws" -Sheet { 'done' }
            if ($job.Status -ne 'Completed') { throw "The run $run is $($job.Status)." }
            if ($run % [int]($runs / 10) -eq 0) { Sample $run }
        }
        """;

    /// <inheritdoc/>
    public override string? SkipReason => base.SkipReason ?? (OperatingSystem.IsLinux() ? null : "the handles are counted in /proc");

    /// <inheritdoc/>
    public override int MostRounds => 1;

    /// <inheritdoc/>
    public override async Task RunAsync(Round round)
    {
        int runs = round.IsLong ? RunsOfLongRound : RunsOfShortRound;
        string number = runs.ToString(CultureInfo.InvariantCulture);
        using var script = new Child(round.Programs.Script(Script, ("folder", round.Folder), ("runs", number)), round);
        await script.WaitAsync();
        round.Check(script.ExitCode == 0, $"the script ended with {await script.DescribeEndAsync()}");
        long[][] samples =
            [.. script.Acknowledged.Select(line => line.Split(' ').Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray())];
        round.Count(isKilled: false, runs);
        if (samples.Length < 3)
            return;

        long[] early = samples[1];
        long[] late = samples[^1];
        string text = string.Join("; ", samples.Select(sample => string.Join(' ', sample)));
        Console.WriteLine($"  flat: runs, bytes, handles, threads: {text}");
        round.Check(late[1] - early[1] <= MostBytes + (MostBytesOfRun * (late[0] - early[0])), $"the memory has grown: {text}");
        round.Check(late[2] - early[2] <= MostHandles, $"the handles have grown: {text}");
        round.Check(late[3] - early[3] <= MostHandles, $"the threads have grown: {text}");
    }
}

using System.Globalization;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Outputs;
using Marianne.Storage.Sqlite;
using Marianne.Torture.Checks;

namespace Marianne.Torture.Scenarios;

/// <summary>
/// The power is cut after an acknowledged change: the image of the disk is copied at that moment, without what the file
/// system has not written to it yet, and mounted again.
/// </summary>
/// <param name="kind">The kind of store.</param>
/// <param name="programs">The programs.</param>
internal sealed class PowerCutScenario(StoreKind kind, Programs programs)
    : ScriptScenario($"power cut ({kind.Name})", programs, kind)
{
    private const string Script =
        """
        Connect-Marianne $path -LearningPath $learning
        $workspace = Join-Path (Split-Path $path) work
        $store = Get-MarianneStore
        $cuts = 0
        function Cut([string] $Text) {
            $script:cuts++
            cp --sparse=always $image "$image.$cuts"
            Ack $Text
        }

        $null = New-MarianneJob -Id a -TotalSheets 2; Cut 'job a'
        Set-MarianneSheet a 1 InProgress; Set-MarianneSheet a 1 Completed; Cut 'sheet a'
        Add-MarianneExecution a 1 -Output 'done' -ExitCode 0; Cut 'attempt a'
        $job = Get-MarianneJob a; $job.Description = 'saved'; $job | Save-MarianneCheckpoint; Cut 'checkpoint a'
        New-ExecutionHistory steps | Export-ExecutionHistory -JobId a; Cut 'history a'
        $run = Invoke-MarianneJob -Name d -Workspace $workspace -PassThru -Sheet {
            Write-MarianneOutput small 1
            Write-MarianneOutput large ('x' * 100000)
        }
        Cut "outputs $($run.Id)"
        $memory = Connect-Marianne -InMemory -NoDefault
        Copy-MarianneJob a $memory; Copy-MarianneJob a $memory -Force
        $null = New-MarianneJob -Id b -TotalSheets 1; Cut 'job b'
        $null = New-MarianneJob -Id c -TotalSheets 1 -Store $memory; Copy-MarianneJob c $store -Store $memory; Cut 'copy c'
        Remove-MarianneJob b -Confirm:$false; Cut 'removal b'
        $null = Add-LearnedRecovery -ErrorCode E101 -ActualWait 1 -Recovered $true; Cut 'recovery E101'
        $null = Add-LearnedOutcome -SheetNumber 1 -JobName a -Workspace / -Duration 1; Cut 'outcome a'
        $null = Add-LearnedOutcome -SheetNumber 2 -JobName a -Workspace / -Duration 1; Cut 'outcome a'
        $null = Add-LearnedRateLimit -ErrorCode E101 -Duration 3600; Cut 'limit E101'
        $null = Set-MarianneCircuitBreaker service Open -Force -Confirm:$false; Cut 'circuit service'
        """;

    private const string LearningFile = "learning.db";

    /// <inheritdoc/>
    public override string? SkipReason => base.SkipReason ?? Disk.WhyNot;

    /// <inheritdoc/>
    public override async Task RunAsync(Round round)
    {
        string image = round["disk"];
        string[] acknowledged;
        using (Disk disk = Disk.Create(image, round["mounted"]))
        {
            string path = Path.Combine(disk.Folder, Kind.FileName!);
            string learning = Path.Combine(disk.Folder, LearningFile);
            using var script = new Child(round.Programs.Script(Script, ("path", path), ("learning", learning), ("image", image)), round);
            await script.WaitAsync();
            round.Check(script.ExitCode == 0, $"the script ended with {await script.DescribeEndAsync()}");
            acknowledged = [.. script.Acknowledged];
        }

        for (int cut = 1; cut <= acknowledged.Length; cut++)
        {
            round.Count(isKilled: true, acknowledged: 1);
            using Disk disk = Disk.Mount(round[string.Create(CultureInfo.InvariantCulture, $"disk.{cut}")], round["cut"]);
            string path = Path.Combine(disk.Folder, Kind.FileName!);
            await StoreCheck.RunAsync(round, StorePlace.At(Kind, path));
            await CheckAsync(round, path, acknowledged[..cut]);
            await CheckOutputsAsync(round, path, acknowledged[..cut]);
            await CheckLearningAsync(round, Path.Combine(disk.Folder, LearningFile), acknowledged[..cut]);
        }
    }

    private async Task CheckAsync(Round round, string path, string[] acknowledged)
    {
        await using IJobStore store = StorePlace.At(Kind, path).Open();
        foreach (string change in acknowledged)
        {
            string id = change.Split(' ')[1];
            Job? job = await store.LoadAsync(id, default);
            bool isThere = change.Split(' ')[0] switch
            {
                "sheet" => job?.Sheets[0].Status == SheetStatus.Completed,
                "attempt" => await store.CountExecutionsAsync(new ExecutionQuery { JobId = id }, default) == 1,
                "checkpoint" => job?.Description == "saved",
                "history" => (await store.ListHistoriesAsync(id, default)).Count == 1,
                "removal" => job is null,
                "outputs" => job?.Status == JobStatus.Completed,
                "recovery" or "outcome" or "limit" or "circuit" => true, // Another file has it.
                _ => job is not null || acknowledged.Contains($"removal {id}"),
            };
            round.Check(isThere, $"'{change}' was acknowledged, and is lost");
        }
    }

    /// <summary>Checks that the outputs of a run can be read, also that whose value is in a file of the workspace.</summary>
    private async Task CheckOutputsAsync(Round round, string path, string[] acknowledged)
    {
        await using IJobStore store = StorePlace.At(Kind, path).Open();
        foreach (string change in acknowledged.Where(change => change.StartsWith("outputs", StringComparison.Ordinal)))
        {
            int readable = 0;
            await foreach (SheetOutput output in store.ListOutputsAsync(new OutputQuery { JobId = change.Split(' ')[1] }, default))
                readable += await IsReadableAsync(round, output) ? 1 : 0;
            round.Check(readable == 2, $"'{change}' was acknowledged, and {readable} of 2 outputs can be read");
        }
    }

    private static async Task<bool> IsReadableAsync(Round round, SheetOutput output)
    {
        OutputFile? file = output.File;
        if (file is not null)
            file = file with { Path = file.Path.Replace(round["mounted"], round["cut"], StringComparison.Ordinal) };
        try
        {
            return (await OutputFiles.ReadAsync(output with { File = file }, default)).Length > 0;
        }
        catch (MarianneException error) when (error.Error == MarianneError.OutputFileFailed)
        {
            return false;
        }
    }

    private static async Task CheckLearningAsync(Round round, string path, string[] acknowledged)
    {
        int outcomes = acknowledged.Count(change => change.Split(' ')[0] is "outcome" or "outputs"); // A run records one, too.
        await using var learning = new SqliteLearningStore(path, TimeProvider.System);
        await learning.OpenAsync(mustExist: true, default);
        long found = await learning.CountOutcomesAsync(new OutcomeQuery(), default);
        round.Check(found == outcomes, $"{outcomes} outcomes were acknowledged, and {found} are there");
        foreach (string change in acknowledged)
        {
            string name = change.Split(' ')[1];
            bool isThere = change.Split(' ')[0] switch
            {
                "recovery" => await learning.CountRecoveriesAsync(new RecoveryQuery { ErrorCode = name }, default) == 1,
                "limit" => (await learning.ListRateLimitsAsync(name, null, default)).Count == 1,
                "circuit" => await learning.GetCircuitAsync(name, default) is not null,
                _ => true,
            };
            round.Check(isThere, $"'{change}' was acknowledged, and is lost");
        }
    }
}

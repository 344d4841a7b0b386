using System.Globalization;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Torture.Checks;

namespace Marianne.Torture.Scenarios;

/// <summary>A script that changes sheets, saves jobs and records attempts and outcomes is killed, and started again.</summary>
/// <param name="kind">The kind of store.</param>
/// <param name="programs">The programs.</param>
internal sealed class SaveScenario(StoreKind kind, Programs programs) : ScriptScenario($"save ({kind.Name})", programs, kind)
{
    private const int Sheets = 400;
    private const int OutcomesOfBatch = 3;

    private const string Script =
        """
        if (-not (Get-MarianneJob saved -ErrorAction Ignore)) {
            $null = New-MarianneJob -Id saved -TotalSheets $sheets
        }

        while ($null -ne ($sheet = Get-MarianneSheet saved -Next)) {
            $number = $sheet.Number
            Set-MarianneSheet saved $number InProgress
            Add-MarianneExecution saved $number -Output "done $number" -ExitCode 0
            Ack "attempt $number"
            Set-MarianneSheet saved $number Completed
            Ack "sheet $number"
            $job = Get-MarianneJob saved
            $job.Description = "$number"
            $job.Sheets[0].ErrorMessage = "$number"
            $job | Save-MarianneCheckpoint
            Ack "checkpoint $number"
            1..3 | ForEach-Object { [pscustomobject]@{ JobName = 'saved'; Workspace = '/'; SheetNumber = $number; Duration = 1 } } |
                Add-LearnedOutcome
            Ack "outcomes $number"
        }
        """;

    /// <inheritdoc/>
    public override async Task RunAsync(Round round)
    {
        StorePlace place = StorePlace.Of(Kind, round);
        string sheets = Sheets.ToString(CultureInfo.InvariantCulture);
        List<string> acknowledged = [];
        for (int kill = 1; kill <= round.MostKills; kill++)
        {
            string text = $"{place.Connect}\n{Script}";
            using var script = new Child(place.With(round.Programs.Script(text, ("sheets", sheets))), round);
            bool isKilled = await script.KillAfterAsync(round.Random.Next(1, 60), round.Random.Next(1_000_000));
            round.Count(isKilled, script.Acknowledged.Count());
            round.Check(isKilled, $"the script ended with {await script.DescribeEndAsync()}");
            acknowledged.AddRange(script.Acknowledged);

            await StoreCheck.RunAsync(round, place);
            await CheckAsync(round, place, acknowledged.ToLookup(
                line => line.Split(' ')[0], line => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)));
        }
    }

    private async Task CheckAsync(Round round, StorePlace place, ILookup<string, int> acknowledged)
    {
        await using IJobStore store = place.Open();
        if (await store.LoadAsync("saved", default) is not { } job)
        {
            round.Check(acknowledged.Count == 0, "the job is lost");
            return;
        }

        foreach (int number in acknowledged["sheet"])
            round.Check(job.Sheets[number - 1].Status == SheetStatus.Completed, $"the end of sheet {number} is lost");

        int saved = int.Parse(job.Description ?? "0", CultureInfo.InvariantCulture);
        round.Check(saved >= acknowledged["checkpoint"].DefaultIfEmpty().Max(), $"the last checkpoint is {saved}");
        round.Check(
            Kind == StoreKind.Json || (job.Sheets[0].ErrorMessage ?? "0") == (job.Description ?? "0"),
            $"the job was saved at sheet {job.Description}, and its first sheet at {job.Sheets[0].ErrorMessage}");

        HashSet<int> attempts = [];
        var all = new ExecutionQuery { JobId = job.Id, First = long.MaxValue };
        await foreach (Execution attempt in store.ListExecutionsAsync(all, default))
            attempts.Add(attempt.SheetNumber);
        round.Check(attempts.IsSupersetOf(acknowledged["attempt"]), "an attempt is lost");
        await CheckOutcomesAsync(round, place, acknowledged["outcomes"]);
    }

    private static async Task CheckOutcomesAsync(Round round, StorePlace place, IEnumerable<int> acknowledged)
    {
        await using ILearningStore? learning = place.OpenLearning();
        if (learning is null)
        {
            round.Check(!acknowledged.Any(), "all outcomes are lost");
            return;
        }

        List<LearnedOutcome> outcomes = await learning.ListOutcomesAsync(new OutcomeQuery(), default).ToListAsync();
        foreach (int number in acknowledged)
        {
            int count = outcomes.Count(outcome => outcome.SheetNumber == number);
            round.Check(count >= OutcomesOfBatch, $"{count} of {OutcomesOfBatch} outcomes of sheet {number} are there");
        }
    }
}

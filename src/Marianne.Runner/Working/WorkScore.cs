using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Running;
using Marianne.Scores;

namespace Marianne.Working;

/// <summary>The score of jobs that a worker has seen.</summary>
/// <param name="Score">The score, with full paths.</param>
/// <param name="Instruments">The instruments that the score can use.</param>
/// <param name="CanRun">The numbers of the sheets that this worker can run.</param>
internal sealed record WorkScore(Score Score, InstrumentCatalog Instruments, IReadOnlySet<int> CanRun)
{
    /// <summary>Reads the score that a job keeps.</summary>
    /// <param name="job">The job.</param>
    /// <param name="services">The services of the runner.</param>
    /// <param name="abilities">What this worker can run.</param>
    /// <exception cref="MarianneException">The job has no score, or it is invalid, or an instrument of it.</exception>
    public static WorkScore Of(Job job, RunnerServices services, WorkerAbilities abilities)
    {
        Score score = JobDraft.WithFullPaths(JobPreparer.ScoreOf(job));
        if (score.IsForEach)
            throw RunErrors.ItemsOfWorkers(job.Id);
        if (score.SecretParameters is [_, ..] secrets)
            throw ParameterErrors.SecretsOfWorkers(score.Name, secrets);
        InstrumentCatalog instruments = services.InstrumentsOf(score);
        var ofSheets = new SheetInstruments(score, instruments);
        return new WorkScore(score, instruments, score.Numbers.Where(number => abilities.CanRun(score, ofSheets, number)).ToHashSet());
    }

    /// <summary>Determines whether this worker can run a sheet. Any worker finds the items of one, and ends it with them.</summary>
    /// <param name="score">The score with the items of the job.</param>
    /// <param name="number">The sheet's number.</param>
    public bool MayRun(Score score, int number) => score.IsParent(number) || CanRun.Contains(score.ParentOrSelf(number));
}

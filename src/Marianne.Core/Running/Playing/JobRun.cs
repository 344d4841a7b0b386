using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>One run of a job: what all its sheets share.</summary>
internal sealed class JobRun
{
    public JobRun(Job job, Score score, RunnerServices services, RunStop stop, Action<JobEvent> announce)
    {
        JobId = job.Id;
        Score = score;
        Services = services;
        Stop = stop;
        Redactor = new SecretRedactor(score.Secrets.Select(services.Variable).Concat(score.Sheets.SelectMany(SecretsOf)));
        Journal = new JobJournal(job.Id, services, stop, Redactor, announce);
        Learning = new LearningLog(score, services, Journal);
        Costs = new JobCosts(score, job.Cost);
        Classifier = new ErrorClassifier(new RateLimitDetector(score.RateLimit));
        Validator = new Validator(services.Commands, services.Time);
        SkipWhen = new SkipWhen(services.Commands);
        Watch = new JobWatch(job.Id, services, stop);
    }

    public string JobId { get; }

    public Score Score { get; }

    public RunnerServices Services { get; }

    public RunStop Stop { get; }

    public SecretRedactor Redactor { get; }

    public JobJournal Journal { get; }

    public LearningLog Learning { get; }

    public JobCosts Costs { get; }

    public ErrorClassifier Classifier { get; }

    public Validator Validator { get; }

    public SkipWhen SkipWhen { get; }

    public JobWatch Watch { get; }

    private IEnumerable<string> SecretsOf(ScoreSheet sheet) =>
        sheet.Environment.Where(variable => Score.Secrets.Contains(variable.Key)).Select(variable => variable.Value);
}

using Marianne.Jobs;
using Marianne.Scores;
using Marianne.Signals;
using Marianne.Validations;

namespace Marianne.Running;

/// <summary>One run of a job: what all its sheets share.</summary>
internal sealed class JobRun
{
    public JobRun(Job job, Score score, RunnerServices services, RunCancellation stop, Action<JobEvent> announce)
    {
        JobId = job.Id;
        Score = score;
        Services = services;
        Stop = stop;
        Redactor = new SecretRedactor(score.Secrets.Select(services.Variable).Concat(score.Sheets.SelectMany(SecretsOf)));
        Journal = new JobJournal(job.Id, services, stop, Redactor, announce);
        Learning = new LearningRecorder(score, services, Journal);
        Costs = new JobBudget(score, job.Cost);
        Classifier = new ErrorClassifier(new RateLimitDetector(score.RateLimit));
        Validator = new ValidationRunner(services.Commands, services.Time);
        SkipWhen = new SkipCondition(services.Commands);
        Watch = new JobMonitor(job.Id, services, stop);
    }

    public string JobId { get; }

    public Score Score { get; }

    public RunnerServices Services { get; }

    public RunCancellation Stop { get; }

    public SecretRedactor Redactor { get; }

    public JobJournal Journal { get; }

    public LearningRecorder Learning { get; }

    public JobBudget Costs { get; }

    public ErrorClassifier Classifier { get; }

    public ValidationRunner Validator { get; }

    public SkipCondition SkipWhen { get; }

    public JobMonitor Watch { get; }

    private IEnumerable<string> SecretsOf(ScoreSheet sheet) =>
        sheet.Environment.Where(variable => Score.Secrets.Contains(variable.Key)).Select(variable => variable.Value);
}

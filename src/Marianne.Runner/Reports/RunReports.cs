using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Scores;
using Marianne.Secrets;
using Marianne.Working;

namespace Marianne.Reports;

/// <summary>Reads the reports of jobs, with the secrets of their scores redacted again.</summary>
public static class RunReports
{
    /// <summary>Creates a writer of reports.</summary>
    /// <param name="jobs">The job store.</param>
    /// <param name="learning">The learning store.</param>
    /// <param name="own">Returns the user's own profiles of instruments.</param>
    /// <param name="time">The clock.</param>
    public static ReportWriter CreateWriter(
        IJobStore jobs, ILearningStore learning, Func<IReadOnlyDictionary<string, InstrumentOptions>> own, TimeProvider time) =>
        new(jobs, CreateReader(jobs, learning, own), time)
        {
            Missing = () => new MissingAbilities(jobs, time) { OwnInstruments = own },
        };

    /// <summary>Creates a reader of reports.</summary>
    /// <param name="attempts">Reads the recorded attempts.</param>
    /// <param name="recoveries">Reads what was learned about errors; <c>null</c> to leave it out.</param>
    /// <param name="own">Returns the user's own profiles of instruments, whose environments may contain secrets.</param>
    public static ReportReader CreateReader(
        IAttemptReader attempts, IRecoveryStore? recoveries, Func<IReadOnlyDictionary<string, InstrumentOptions>> own) => new(
            attempts,
            recoveries,
            score => SecretRedactor.Of(score ?? new Score(), Environment.GetEnvironmentVariable, own).Redact!);
}

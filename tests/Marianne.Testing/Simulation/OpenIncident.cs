using Marianne.Learning;
using WaitRequest = Marianne.Waits.WaitRequest;

namespace Marianne.Testing.Simulation;

/// <summary>A simulated incident that is not over.</summary>
/// <param name="number">The number of the incident, from 0.</param>
/// <param name="recovery">The seconds from the first error until the service recovers.</param>
/// <param name="request">The incident, as a policy sees it.</param>
internal sealed class OpenIncident(int number, double recovery, WaitRequest request)
{
    /// <summary>The error code of all simulated incidents.</summary>
    public const string ErrorCode = "E101";

    /// <summary>The number of the incident, from 0.</summary>
    public int Number => number;

    /// <summary>The incident, as a policy sees it.</summary>
    public WaitRequest Request { get; private set; } = request;

    /// <summary>Makes an attempt, and returns what is to be recorded of it.</summary>
    /// <param name="total">The time from the first error to the attempt.</param>
    public LearnedRecovery Try(TimeSpan total)
    {
        bool recovered = total.TotalSeconds >= recovery;
        var attempt = new LearnedRecovery
        {
            ErrorCode = ErrorCode,
            SuggestedWait = total - Request.Waited,
            ActualWait = total,
            Recovered = recovered,
            Incident = Request.Incident,
            Since = Request.Began,
            Hint = Request.Hint,
        };
        Request = Request with { Waited = total, FailedTries = Request.FailedTries + (recovered ? 0 : 1) };
        return attempt;
    }

    /// <summary>Ends the incident.</summary>
    /// <param name="gaveUp">Indicates whether the last attempt failed.</param>
    public SimulatedIncident End(bool gaveUp) => new(recovery, Request.Waited.TotalSeconds, Request.FailedTries, gaveUp);
}

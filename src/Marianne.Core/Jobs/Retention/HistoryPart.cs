namespace Marianne.Jobs;

/// <summary>A part of the history of a store that can be cleared.</summary>
public enum HistoryPart : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>Jobs that have ended, with everything that belongs to them.</summary>
    Jobs,

    /// <summary>The recorded attempts of jobs that have ended. The jobs stay.</summary>
    Attempts,

    /// <summary>The prompts and outputs of the recorded attempts of jobs that have ended. The attempts stay.</summary>
    Output,

    /// <summary>
    /// Outcomes and recoveries of the learning store. The newest 200 recoveries of each error code, model and service stay.
    /// </summary>
    Learned,
}

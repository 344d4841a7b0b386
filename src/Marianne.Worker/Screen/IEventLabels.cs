using Marianne.Running;

namespace Marianne.Worker;

/// <summary>Names what events are about.</summary>
internal interface IEventLabels
{
    /// <summary>The width of the labels.</summary>
    int Width { get; }

    /// <summary>Indicates whether the labels name jobs, because the events of several jobs are shown.</summary>
    bool NameJobs { get; }

    /// <summary>Returns the label of an event; empty if it needs none.</summary>
    string Of(JobEvent happened);
}

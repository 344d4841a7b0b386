using Marianne.Running;

namespace Marianne.Worker;

/// <summary>Shows how the playing of a job goes on. It may be told from any thread.</summary>
internal interface IScreen : IDisposable
{
    /// <summary>Shows an event.</summary>
    void Show(JobEvent happened);

    /// <summary>Shows a line.</summary>
    void Say(string line);
}

using Marianne.Running;

namespace Marianne.Worker;

/// <summary>Shows the progress of a run. Its members are thread-safe.</summary>
internal interface IScreen : IDisposable
{
    /// <summary>Shows an event.</summary>
    void Show(JobEvent happened);

    /// <summary>Writes a line.</summary>
    void WriteLine(string line);
}

using System.Globalization;
using System.Management.Automation.Host;

namespace Marianne.Commands;

/// <summary>The host of a script sheet. It listens to nobody, so that what asks fails; it notes an exit.</summary>
/// <param name="write">Gets what is written to the host.</param>
internal sealed class ScriptHost(Action<string> write) : PSHost
{
    /// <summary>What the script exited with; nothing when it did not.</summary>
    public int? ExitCode { get; private set; }

    /// <inheritdoc/>
    public override string Name => "Marianne";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(ScriptHost).Assembly.GetName().Version!;

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override PSHostUserInterface UI { get; } = new ScriptHostUserInterface(write);

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw ScriptHostUserInterface.NobodyToAsk();

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw ScriptHostUserInterface.NobodyToAsk();

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
        // A program that a script starts has no terminal to take over.
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
        // Nor to give back.
    }
}

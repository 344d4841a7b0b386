namespace Marianne.Instruments;

/// <summary>How a prompt is passed to an agent.</summary>
public enum PromptChannel
{
    /// <summary>As an argument.</summary>
    Argument,

    /// <summary>On the standard input.</summary>
    Stdin,

    /// <summary>In a file whose path is an argument.</summary>
    File,
}

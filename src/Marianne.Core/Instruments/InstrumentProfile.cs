using Marianne.Options;

namespace Marianne.Instruments;

/// <summary>An instrument that is ready to use: its profile, with the keys of the profiles that it extends.</summary>
/// <param name="Name">The name; for a command without a profile, the command.</param>
/// <param name="Options">The profile.</param>
public sealed record InstrumentProfile(string Name, InstrumentOptions Options)
{
    /// <summary>Indicates whether the instrument is a command without a profile of its own.</summary>
    public bool IsCommand { get; private init; }

    /// <summary>The name of the service that the instrument calls.</summary>
    public string Service => Options.Service ?? Name;

    /// <summary>Indicates whether a session can be continued.</summary>
    public bool CanResume => Options.Resume.Count > 0;

    /// <summary>Creates the instrument of a command.</summary>
    /// <param name="command">The command as it is typed in the platform's shell.</param>
    public static InstrumentProfile OfCommand(string command) => new(
        command, new InstrumentOptions { Command = new CommandLine(command) }.Over(BuiltInInstruments.All[BuiltInInstruments.Shell]))
    {
        IsCommand = true,
    };
}

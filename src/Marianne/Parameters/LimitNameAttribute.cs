using Marianne.Instruments;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Converts an object to the name of a limit across jobs. An instrument has the name of its limit.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class LimitNameAttribute() : ObjectNameAttribute(
    "is neither a limit nor an instrument. Specify a name, or an object from Get-MarianneLimit or Get-MarianneInstrument.",
    typeof(SheetLimit),
    typeof(Instrument));

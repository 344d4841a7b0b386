<#
.SYNOPSIS
    Draws the recovery curve of about_Marianne_Learning as an SVG.

.DESCRIPTION
    Forty incidents of a service are recorded in a store in memory: each is waited for as planned from those before it. The picture
    shows what the store then knows, the recovery curve that Get-LearnedWaitTime returns, and the attempts of the next incident. The
    output is the same each time.

.PARAMETER Path
    The path of the SVG. The default is the picture of the page.
#>
[CmdletBinding()]
param(
    [string] $Path = "$PSScriptRoot/images/recovery-curve.svg"
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../Marianne.psd1"

# After how many seconds the service recovers. Marianne sees only whether an attempt came before or after.
$recoveries = 323, 308, 146, 667, 239, 356, 326, 163, 169, 260, 141, 79, 394, 233, 178, 180, 343, 549, 239, 331,
175, 510, 323, 138, 240, 367, 286, 247, 238, 158, 298, 308, 381, 188, 345, 148, 273, 463, 328, 160

$plot = @{ Left = 64; Right = 740; Top = 92; Bottom = 352; Shortest = 40; Longest = 3000 } # The axis of time is logarithmic.
$bars = @{ Top = 430; Step = 4 }
$ticks = [ordered] @{ 60 = '1 min'; 120 = '2 min'; 300 = '5 min'; 600 = '10 min'; 1200 = '20 min'; 2400 = '40 min' }
$height = $bars.Top + ($bars.Step * $recoveries.Count) + 16

$store = Connect-Marianne -InMemory -NoDefault
$wait = @{ ErrorCode = 'E103'; StaticDelay = 1200; Strategy = 'RecoveryCurve'; Store = $store }

function Format-Number([double] $Number) {
    [Math]::Round($Number, 1).ToString([cultureinfo]::InvariantCulture)
}

function Get-X([double] $Seconds) {
    $share = [Math]::Log($Seconds / $plot.Shortest) / [Math]::Log($plot.Longest / $plot.Shortest)
    Format-Number ($plot.Left + (($plot.Right - $plot.Left) * [Math]::Clamp($share, 0.0, 1.0)))
}

function Get-Y([double] $Share) {
    Format-Number ($plot.Bottom - (($plot.Bottom - $plot.Top) * $Share))
}

# Waits for the end of an incident, and returns the attempts between which the service recovered.
function Add-Incident([int] $Number, [double] $Recovery) {
    $failed = 0
    $before = 0
    do {
        $now = (Get-LearnedWaitTime @wait -Waited $before -FailedTries $failed).Total.TotalSeconds
        $isDone = $now -ge $Recovery
        Add-LearnedRecovery E103 $now $isDone -Incident "$Number" -Store $store -Confirm:$false
        if (-not $isDone) {
            $before = $now
            $failed++
        }
    } until ($isDone)

    @{ After = $before; By = $now }
}

# Returns the planned attempts of the next incident, each as it is if the ones before it fail.
function Get-Plan([int] $Count) {
    $waited = 0
    foreach ($failed in 0..($Count - 1)) {
        $next = Get-LearnedWaitTime @wait -Waited $waited -FailedTries $failed
        $waited = $next.Total.TotalSeconds
        $waited
    }
}

function Write-Axis {
    foreach ($percent in 0, 25, 50, 75, 100) {
        $y = Get-Y ($percent / 100)
        "<line class='grid' x1='$($plot.Left)' x2='$($plot.Right)' y1='$y' y2='$y'/>"
        "<text class='quiet' x='$($plot.Left - 8)' y='$y' dy='4' text-anchor='end'>$percent %</text>"
    }

    foreach ($seconds in $ticks.Keys) {
        $x = Get-X $seconds
        "<line class='grid' x1='$x' x2='$x' y1='$($plot.Top)' y2='$($plot.Bottom)'/>"
        "<text class='quiet' x='$x' y='$($plot.Bottom + 20)' text-anchor='middle'>$($ticks[[object] $seconds])</text>"
    }

    "<text class='quiet' x='$($plot.Right)' y='$($plot.Bottom + 40)' text-anchor='end'>time since the first error</text>"
}

function Write-Curve([object[]] $Curve, [double[]] $Plan) {
    $points = $Curve |
        Where-Object { $_.Time.TotalSeconds -ge $plot.Shortest -and $_.Time.TotalSeconds -le $plot.Longest } |
        ForEach-Object { "$(Get-X $_.Time.TotalSeconds),$(Get-Y $_.Recovered)" }
    $static = Get-X $wait.StaticDelay
    "<line class='static' x1='$static' x2='$static' y1='$($plot.Top)' y2='$($plot.Bottom)'/>"
    "<polyline class='curve' points='$points'/>"

    # The space above the curve is free, so the labels are on the left. The later they are, the higher.
    $ordinals = '1st', '2nd', '3rd'
    $top = $plot.Bottom
    foreach ($index in 0..($Plan.Count - 1)) {
        $share = ($Curve | Where-Object { $_.Time.TotalSeconds -le $Plan[$index] * 1.000001 } | Select-Object -Last 1).Recovered
        $x = Get-X $Plan[$index]
        $y = Get-Y $share
        $top = [Math]::Min([double] $y - 6, $top - 20)
        $text = "$($ordinals[$index]) attempt after $([Math]::Round($Plan[$index])) s: $([Math]::Round(100 * $share)) % recovered"
        "<line class='attempt' x1='$x' x2='$x' y1='$y' y2='$($plot.Bottom)'/>"
        "<circle class='dot' cx='$x' cy='$y' r='5'/>"
        "<text class='label' x='$x' dx='-12' y='$(Format-Number $top)' text-anchor='end'>$text</text>"
    }

    "<text class='quiet label' x='$static' dx='8' y='$($plot.Bottom - 12)'>static delay: $($wait.StaticDelay) s</text>"
}

# A bar for each incident, the oldest at the top.
function Write-Bar([object[]] $Incident) {
    $y = $bars.Top
    foreach ($known in $Incident) {
        $from = $known.After -gt 0 ? (Get-X $known.After) : $plot.Left
        "<line class='bar' x1='$from' x2='$(Get-X $known.By)' y1='$y' y2='$y'/>"
        $y += $bars.Step
    }
}

try {
    $incidents = foreach ($number in 1..$recoveries.Count) {
        Add-Incident $number $recoveries[$number - 1]
    }

    $next = (Get-LearnedWaitTime @wait).Why
    $curve = Get-LearnedWaitTime @wait -Curve
    $plan = Get-Plan 3
} finally {
    Disconnect-Marianne $store
}

$legend = 'What is known of each incident: it ended between the last failed attempt and the successful one'

# The background is a part of the picture: a page that is dark for another reason than the system does not make it unreadable.
$svg = @"
<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 760 $height' width='760' height='$height' role='img' aria-labelledby='title'>
<title id='title'>The recovery curve of 40 incidents, and the attempts that are planned on it</title>
<style>
text { font: 13px system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: #1f2328 }
.heading { font-size: 16px; font-weight: 600 }
.quiet { fill: #59636e }
.label { stroke: #ffffff; stroke-width: 4; paint-order: stroke }
.back { fill: #ffffff; stroke: #d1d9e0 }
.grid { stroke: #e4e8ec; stroke-width: 1 }
.static { stroke: #59636e; stroke-width: 1.5; stroke-dasharray: 2 4 }
.curve { fill: none; stroke: #0969da; stroke-width: 3; stroke-linejoin: round }
.attempt { stroke: #bc4c00; stroke-width: 1.5; stroke-dasharray: 5 3 }
.dot { fill: #bc4c00 }
.bar { stroke: #0969da; stroke-width: 2.5; opacity: 0.7 }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc }
.quiet { fill: #9198a1 }
.label { stroke: #0d1117 }
.back { fill: #0d1117; stroke: #3d444d }
.grid { stroke: #262c36 }
.static { stroke: #9198a1 }
.curve, .bar { stroke: #4493f8 }
.attempt { stroke: #f0883e }
.dot { fill: #f0883e }
}
</style>
<rect class='back' x='0.5' y='0.5' width='759' height='$($height - 1)' rx='6'/>
<text class='heading' x='20' y='30'>Incidents that have recovered by a time</text>
<text class='quiet' x='20' y='50'>The next incident $next.</text>
$((Write-Axis) -join "`n")
$((Write-Curve $curve $plan) -join "`n")
<text x='$($plot.Left)' y='$($bars.Top - 14)'>$legend</text>
$((Write-Bar $incidents) -join "`n")
</svg>

"@
Set-Content $Path ($svg -replace '\r\n', "`n") -NoNewline

#Requires -Version 7.4

<#
.SYNOPSIS
    Calls a service with a rate limit, and learns how long to wait for it.

.DESCRIPTION
    A service whose rate limit is exceeded responds with the status 429. If the response contains a Retry-After header,
    the script waits that long, and records in Marianne whether the next attempt succeeded. If it contains none, the
    script waits the learned time instead of a static delay.

    The recoveries are recorded in the learning store of the session, so that the next run, and other scripts with the
    same store, also use them. They are recorded under the name of the service; see -Service.

    Without -Uri, the script starts its own service on this machine. The service accepts one call per second, and only
    its first three rejections contain a Retry-After header.

.PARAMETER Uri
    The address of the service. The default is the script's own service.

.PARAMETER Service
    The name under which recoveries are recorded, in place of a model. The default is the host of the service, or
    example for the script's own service.

.PARAMETER Count
    The number of calls, from 1 to 10000. The default is 6.

.PARAMETER StaticDelay
    The delay in seconds if the response has no Retry-After header and nothing was learned yet. The default is 30.

.PARAMETER MaximumAttempts
    The maximum number of attempts of a call, from 1 to 100. The default is 5.

.EXAMPLE
    ./examples/Invoke-WithLearnedWait.ps1

    Calls the script's own service. The first delays are specified by the service, the last ones are learned.

.EXAMPLE
    ./examples/Invoke-WithLearnedWait.ps1 -Uri https://api.example.org/v1/next -Count 100 -StaticDelay 60

    Calls a service a hundred times.

.OUTPUTS
    An object for each call: its number, the response, the total delay, and the reason for the delay.
#>
[CmdletBinding()]
param(
    [ValidateNotNull()]
    [uri] $Uri,

    [ValidateNotNullOrWhiteSpace()]
    [string] $Service = $Uri ? $Uri.Host : 'example',

    [ValidateRange(1, 10000)]
    [int] $Count = 6,

    [ValidateRange(0, 86400)]
    [double] $StaticDelay = 30,

    [ValidateRange(1, 100)]
    [int] $MaximumAttempts = 5
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../Marianne.psd1"

$limit = @{ ErrorCode = 'HTTP-429'; Model = $Service }

# Starts a service at a free port of this machine. It runs until its listener is stopped.
function Start-ExampleService {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $job = Start-ThreadJob {
        $listener = $using:listener
        $free = [datetime]::MinValue
        $refusals = 0
        while ($true) {
            $client = $listener.AcceptTcpClient()
            $stream = $client.GetStream()
            $reader = [IO.StreamReader]::new($stream)
            while ($reader.ReadLine()) {
                continue # A request ends with an empty line.
            }

            if ([datetime]::UtcNow -ge $free) {
                $free = [datetime]::UtcNow.AddSeconds(1)
                $status = '200 OK'
            } else {
                $refusals++
                $status = '429 Too Many Requests' + ($refusals -le 3 ? "`r`nRetry-After: 1" : '')
            }

            $answer = "HTTP/1.1 $status`r`nContent-Length: 5`r`nConnection: close`r`n`r`nDone."
            $stream.Write([Text.Encoding]::ASCII.GetBytes($answer))
            $client.Dispose()
        }
    }
    @{ Listener = $listener; Job = $job; Uri = "http://$($listener.LocalEndpoint)/" }
}

# Returns the delay after a rejected call, and the reason.
function Get-Wait($Response) {
    $named = $Response.Headers['Retry-After'] -as [double[]]
    if ($named) {
        return @{ Delay = [timespan]::FromSeconds($named[0]); Why = 'specified by the service' }
    }

    # Without -StaticDelay, the result is a learned delay, or $null if nothing was learned.
    $learned = Get-LearnedWaitTime @limit
    if ($learned) {
        return @{ Delay = $learned.Delay; Why = "learned from $($learned.SampleCount) recoveries" }
    }

    @{ Delay = [timespan]::FromSeconds($StaticDelay); Why = 'static delay: nothing learned yet' }
}

function Invoke-Service([int] $Call) {
    $wait = $null
    $waited = [timespan]::Zero
    foreach ($attempt in 1..$MaximumAttempts) {
        if ($wait) {
            Write-Verbose "Call $Call waits $($wait.Delay.TotalSeconds) s: $($wait.Why)."
            Start-Sleep -Duration $wait.Delay
            $waited += $wait.Delay
        }

        $response = Invoke-WebRequest $Uri -SkipHttpErrorCheck -NoProxy:$Uri.IsLoopback
        $isLimited = $response.StatusCode -eq 429
        if ($wait) {
            Add-LearnedRecovery @limit -ActualWait $wait.Delay -Recovered (-not $isLimited) -Confirm:$false
        }

        if ($response.StatusCode -eq 200) {
            return [pscustomobject]@{ Call = $Call; Answer = "$response"; Waited = $waited; Why = $wait ? $wait.Why : '' }
        } elseif (-not $isLimited) {
            throw "Call $Call to '$Uri' failed with the status $($response.StatusCode)."
        }

        $wait = Get-Wait $response
    }

    throw "Call $Call to '$Uri' was rejected $MaximumAttempts times."
}

$ProgressPreference = 'SilentlyContinue' # Invoke-WebRequest shows each byte.
$example = $Uri ? $null : (Start-ExampleService)
try {
    $Uri ??= $example.Uri
    1..$Count | ForEach-Object { Invoke-Service $_ }
} finally {
    if ($example) {
        $example.Listener.Stop()
        Remove-Job $example.Job -Force
    }
}

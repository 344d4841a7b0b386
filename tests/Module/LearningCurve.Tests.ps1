# Waits that are planned on the recovery curve.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive

    $monday = [DateTimeOffset] '2026-01-05T00:00:00Z'

    # Attempts of incidents that end at the same minute of each hour.
    function Add-HourlyIncident {
        $waits = (2100, 3320), (1540, 2440), (980, 1560), (420, 680), (2380, 3760), (1820, 2880), (1260, 2000)
        for ($i = 0; $i -lt $waits.Count; $i++) {
            $incident = @{ ErrorCode = 'E503'; Incident = "i$i"; Since = $monday.AddSeconds(600 + 8000 * $i).LocalDateTime }
            Add-LearnedRecovery @incident -ActualWait $waits[$i][0] -Recovered $false
            Add-LearnedRecovery @incident -ActualWait $waits[$i][1] -Recovered $true
        }
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'A wait on the recovery curve, in <Kind>' -ForEach @(
    @{ Kind = 'a file'; Store = @{ Path = 'jobs.db' } }
    @{ Kind = 'memory'; Store = @{ InMemory = $true } }
) {
    BeforeAll {
        if ($Store.Path) {
            Connect-Marianne "$TestDrive/$($Store.Path)" -LearningPath "$TestDrive/learning.db"
        } else {
            Connect-Marianne -InMemory
        }
        Add-HourlyIncident
        $since = $monday.AddSeconds(65000).LocalDateTime
    }

    AfterAll {
        Disconnect-Marianne
    }

    It 'ends when recoveries usually come' {
        $wait = Get-LearnedWaitTime E503 -StaticDelay 300 -Since $since

        $wait.Strategy | Should -Be RecoveryCurve
        $wait.Seconds | Should -Be 3460
        $wait.Total | Should -Be ([timespan]::FromSeconds(3460))
        [Math]::Round($wait.DoneByThen, 6) | Should -Be 0.890805
        $wait.Basis | Should -Be 'clock 3600'
        $wait.SampleCount | Should -Be 7
        $wait.GivesUp | Should -BeFalse
        $wait.Why | Should -Be 'waits 3460 s: 89 % came at this time of each hour'
    }

    It 'continues after a failed attempt' {
        $wait = Get-LearnedWaitTime E503 -StaticDelay 300 -Since $since -Waited 3460 -FailedTries 1

        $wait.Total | Should -BeGreaterThan ([timespan]::FromSeconds(3460))
        $wait.Delay | Should -Be ($wait.Total - [timespan]::FromSeconds(3460))
    }

    It 'is the same for each of several codes from the pipeline' {
        $waits = 'E503', 'E101', 'E503' | Get-LearnedWaitTime -Strategy RecoveryCurve

        $waits.ErrorCode | Should -Be E503, E503 -Because 'nothing is known of E101, and there is no static delay'
        $waits[0].Seconds | Should -Be $waits[1].Seconds
    }

    It 'shows its curve, which rises' {
        $curve = Get-LearnedWaitTime E503 -Curve

        $curve[0].PSTypeNames[0] | Should -Be Marianne.Waits.RecoveryCurvePoint
        $curve.Time | Should -Be ($curve.Time | Sort-Object)
        $curve.Recovered | Should -Be ($curve.Recovered | Sort-Object)
        $curve[-1].Recovered | Should -BeGreaterThan 0.99
    }

    It 'uses only the attempts of a service' {
        Add-LearnedRecovery E503 20 $true -Service other
        (Get-LearnedWaitTime E503 -Service other).SampleCount | Should -Be 1
        Get-LearnedWaitTime E503 -Service none | Should -BeNullOrEmpty
        (Get-LearnedWaitTime E503 -Service none -StaticDelay 60).Why | Should -BeLike '*no recoveries are known yet'
    }

    It 'gives up when nothing has taken so long' {
        $wait = Get-LearnedWaitTime E503 -StaticDelay 300 -Waited 31536000 -FailedTries 9

        $wait.GivesUp | Should -BeTrue
        $wait.Seconds | Should -Be 0
        $wait.Why | Should -Be 'gives up: no recovery took longer than 3760 s'
    }

    It 'keeps the incident of an attempt' {
        $attempt = Get-LearnedRecovery E503 -Recovered $false -First 1

        $attempt.Incident | Should -Be i6
        $attempt.Since | Should -Be $monday.AddSeconds(48600).LocalDateTime
        ($attempt | Add-LearnedRecovery -PassThru).Incident | Should -Be i6
        (Add-LearnedRecovery E503 5 $true -Hint 7 -PassThru).Incident | Should -Not -BeNullOrEmpty
        (Add-LearnedRecovery E503 5 $true -PassThru).Incident | Should -BeNullOrEmpty
    }
}

Describe 'Parameters of both strategies' {
    It 'are an error that names them: <Parameters.Keys>' -ForEach @(
        @{ Parameters = @{ MinimumSamples = 2; Waited = 5 }; Text = '-MinimumSamples and -Waited cannot be used together*' }
        @{ Parameters = @{ MinimumConfidence = 1; Strategy = 'RecoveryCurve' }; Text = '-MinimumConfidence can only be used with -Strategy Compatible*' }
        @{ Parameters = @{ Hint = 5; Strategy = 'Compatible' }; Text = '-Hint can only be used with -Strategy RecoveryCurve*' }
    ) {
        { Get-LearnedWaitTime E101 @Parameters -ErrorAction Stop } | Should -Throw $Text -ErrorId 'InvalidParameter,*'
    }
}

Describe 'An incident that is not valid' {
    It 'is refused: <Parameters.Keys>' -ForEach @(
        @{ Parameters = @{ Incident = 'a' * 300 }; Text = '*Incident*256 characters*' }
        @{ Parameters = @{ Service = "a`nb" }; Text = '*Service*control character*' }
        @{ Parameters = @{ Since = '1960-01-01' }; Text = '*Since*before 1970*' }
    ) {
        { Add-LearnedRecovery E101 5 $true @Parameters -ErrorAction Stop } | Should -Throw $Text -ErrorId 'InvalidRecord,*'
    }
}

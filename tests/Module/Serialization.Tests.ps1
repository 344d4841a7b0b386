# Every type of this module that a cmdlet writes, in JSON, CSV and CLIXML and in a background job.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../Marianne.psd1"
    $types = (Get-Command -Module Marianne -CommandType Cmdlet).OutputType.Type | Where-Object FullName -Like 'Marianne.*' | Sort-Object FullName -Unique | ForEach-Object {
        @{ Name = $_.FullName; Type = $_ }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive

    # One object at least of every type.
    function New-Sample {
        $score = @{
            name = 'sample'
            sheets = @{ name = 'first'; command = 'exit 3'; environment = @{ A = '1' } }, @{ command = 'exit 0' }
            sheet = @{ dependencies = @{ 2 = @(1) }; skip_when_command = @{ 2 = @{ command = 'exit 1' } } }
            retry = @{ max_retries = 1; base_delay_seconds = 0.01 }
            validations = , @{ type = 'file_exists'; path = 'missing'; sheet = 2 }
        } | Import-MarianneScore
        $score
        $null = New-MarianneScore -Path "$TestDrive/score.yaml" -Name file -Sheet 'exit 0'
        Get-Item "$TestDrive/score.yaml"
        @{ name = 'invalid'; sheets = @() } | Test-MarianneScore -Detailed
        Test-MarianneScore "$TestDrive/score.yaml"
        $score | Invoke-MarianneJob -WhatIf
        $score | Invoke-MarianneJob -PassThru -ErrorAction Ignore

        Get-MarianneJob -Name sample
        Get-MarianneJob -Name sample | Get-MarianneSheet
        Get-MarianneExecution
        Invoke-MarianneJob -Name passing -Workspace "$TestDrive" -Sheet { Write-MarianneOutput text 'a text' } | Get-MarianneOutput
        New-AskingJob $TestDrive @{ message = 'Go?'; show = , 'a.md' } | Get-MarianneApproval
        Get-MarianneJob -Name sample | Measure-MarianneJob
        Get-MarianneStore
        $run = Get-MarianneJob -Name sample
        $store = Connect-Marianne (Get-MarianneStore).Path -LearningPath "$TestDrive/empty.db" -NoDefault
        $run | Repair-MarianneJob -Detailed -Store $store -WarningAction Ignore

        $history = New-SampleHistory
        $history | Add-ExecutionStep used | Set-ExecutionStep -Status Completed -ResourceUsage @{ cpu = @{ duration = 2 } } -Metric @{ n = 1 }
        $history
        $history | Get-ExecutionStep
        $history | Get-ExecutionStep -Tree
        $history | Measure-ExecutionHistory

        Get-LearnedOutcome
        Measure-LearnedOutcome
        Add-LearnedRecovery E101 5 $true -PassThru
        Get-LearnedWaitTime E101 -StaticDelay 5
        Get-LearnedWaitTime E101 -StaticDelay 5 -Since '2026-01-05'
        Get-LearnedWaitTime E101 -Curve | Select-Object -First 2
        Get-LearnedExecutionWindow E101
        Add-LearnedRateLimit E101 60 -PassThru
        Clear-LearnedRateLimit
        Clear-MarianneHistory -OlderThan 3650d -Confirm:$false -PassThru
        Get-MarianneRetention
        Set-MarianneLimit agent -Concurrent 2 -PassThru -Confirm:$false
        1 | Invoke-MarianneJob -Name items -ForEach { $_ } -PassThru -Restart | Select-Object -First 1
        [Marianne.Jobs.Worker]::new('w', [Marianne.Jobs.RunnerProcess]::new(1, 'host', 'mark'), [datetimeoffset] '2026-01-05')
        Set-WorkspaceCluster $TestDrive cluster
        Get-WorkspaceCluster $TestDrive
        Set-MarianneCircuitBreaker agent Closed -Force
        Get-MarianneCircuitBreaker

        Get-MarianneInstrument claude
        Test-MarianneInstrument claude -Output 'Session limit reached' -ExitCode 1

        $damaged = Connect-Marianne "$TestDrive/damaged/" -NoDefault
        $null = New-MarianneJob -Id intact -TotalSheets 1 -Store $damaged
        Set-Content "$TestDrive/damaged/broken.json" '{'
        $report = Repair-MarianneStore "$TestDrive/damaged/"
        $report
        $report.Damages
    }

    $samples = @(New-Sample 6> $null)

    # Fails if a value of an enumeration is a number.
    function Assert-Word($Object, $Json) {
        foreach ($property in $Object.GetType().GetProperties().Where{ $_.PropertyType.IsEnum }) {
            $Json.($property.Name) | Should -BeOfType string -Because "$($property.Name) of $Object is a word"
            $Json.($property.Name) | Should -Be "$($Object.($property.Name))"
        }
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'An object of type <Name>' -ForEach $types {
    BeforeAll {
        $objects = @($samples.Where{ $_ -is $Type })
    }

    It 'has a sample' {
        $objects.Count | Should -BeGreaterThan 0
    }

    It 'is written as JSON of depth <_>' -ForEach 1, 2, 4, 8 {
        foreach ($object in $objects) {
            $json = $object | ConvertTo-Json -Depth $_ -WarningAction Ignore -ErrorAction Stop | ConvertFrom-Json
            Assert-Word $object $json
        }
    }

    It 'has only readable columns in a CSV file' {
        foreach ($object in $objects) {
            $object | Export-Csv "$TestDrive/sample.csv"
            $row = Import-Csv "$TestDrive/sample.csv"
            foreach ($column in $row.PSObject.Properties) {
                $column.Value | Should -Not -Match '`\d' -Because "$($column.Name) is read by people"
            }
        }
    }

    It 'has the same simple values after Export-Clixml' {
        foreach ($object in $objects) {
            $object | Export-Clixml "$TestDrive/sample.xml"
            $copy = Import-Clixml "$TestDrive/sample.xml"
            foreach ($property in $object.PSObject.Properties.Where{ $_.Value -is [string] -or $_.Value -is [int] -or $_.Value -is [timespan] }) {
                $copy.PSObject.Properties[$property.Name] | Should -Not -BeNull -Because $property.Name
                $copy.($property.Name) | Should -Be $property.Value -Because $property.Name
            }
        }
    }
}

Describe 'All objects' {
    It 'are passed to a background job and back' {
        $sent = $samples.Where{ $_.GetType().FullName -like 'Marianne.*' }
        $received = @($sent | Start-Job { $input } | Receive-Job -Wait -AutoRemoveJob -ErrorAction Stop)
        $received | Should -HaveCount $sent.Count
        for ($i = 0; $i -lt $sent.Count; $i++) {
            $received[$i].PSObject.TypeNames[0] | Should -Be "Deserialized.$($sent[$i].GetType().FullName)"
        }
    }
}

Describe 'Values by number' {
    It 'of a failed sheet are found by number and by text' {
        $errors = (Get-MarianneJob -Name sample | Get-MarianneSheet -Number 1).Measures.AttemptErrors
        $errors | Should -HaveCount 1
        $errors.Count | Should -Be 2
        $errors[1] | Should -BeLike 'E*'
        $errors['2'] | Should -Be $errors[2]
        ($errors | ConvertTo-Json | ConvertFrom-Json).'1' | Should -Be $errors[1]
        [string] $errors | Should -Be "1 = $($errors[1]); 2 = $($errors[2])"
    }

    It 'of a score are found by number' {
        $score = $samples.Where({ $_ -is [Marianne.Scores.Score] }, 'First')[0]
        $score.Sheet.Dependencies[2] | Should -Be 1
        $score.Sheet.SkipWhenCommand[2].Command | Should -Be 'exit 1'
        $json = $score | ConvertTo-Json -Depth 4 | ConvertFrom-Json
        $json.Sheet.Dependencies.'2' | Should -Be 1
        $json.Sheet.SkipWhenCommand.'2'.Command | Should -Be 'exit 1'
    }
}

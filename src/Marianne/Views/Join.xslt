<?xml version="1.0" encoding="utf-8"?>
<!--
  Joins the views of all concepts into Marianne.Format.ps1xml, and their type data into Marianne.Types.ps1xml: each file
  that PowerShell reads makes the import slower. The input contains the files: <Format><Configuration>...</Configuration>...

  <Concept>.Format.ps1xml: how objects look. Views need no Deserialized.* type names: PowerShell removes that prefix when it
  looks for a view. A PropertyName becomes a call of ViewText, which makes the value safe for a terminal; a script block calls
  ViewText or DisplayText itself. Colours are written here only, and PowerShell removes them where they are not wanted.

  <Concept>.Types.ps1xml: properties as a prompt shows them. They hide the property of the same name (an instant becomes a
  local DateTime, JSON text an object) or bring up a nested one, such as what a run measured of a sheet. They are code
  properties, because a script property costs ten times as much. DefaultDisplayPropertySet is shown where no view applies: for
  objects that follow objects of another type. A name with a label becomes a hidden property with this name and a text that is
  safe for a terminal. SerializationDepth lets Start-Job and remoting transfer whole objects, such as a job with its sheets.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <!-- Without white space and comments, PowerShell reads the views in half the time. -->
  <xsl:output indent="no" />
  <xsl:strip-space elements="*" />

  <xsl:template match="/Format">
    <Configuration>
      <ViewDefinitions>
        <xsl:apply-templates select="Configuration/ViewDefinitions/View" />
      </ViewDefinitions>
    </Configuration>
  </xsl:template>

  <!-- A property never reaches the terminal as it is: tables show it on one line, lists with its line breaks. -->
  <xsl:template match="TableColumnItem/PropertyName | GroupBy/PropertyName">
    <ScriptBlock>[Marianne.Commands.ViewText]::Name($_, '<xsl:value-of select="." />')</ScriptBlock>
  </xsl:template>

  <xsl:template match="ListItem/PropertyName">
    <xsl:if test="not(../Label)">
      <Label><xsl:value-of select="." /></Label>
    </xsl:if>
    <ScriptBlock>[Marianne.Commands.ViewText]::Lines($_, '<xsl:value-of select="." />')</ScriptBlock>
  </xsl:template>

  <!-- Hidden script properties cost nothing until they are shown. -->
  <xsl:template match="ReferencedProperties/Name[@label]">
    <Name><xsl:value-of select="@label" /></Name>
  </xsl:template>

  <xsl:template match="Type/Members">
    <Members>
      <xsl:apply-templates select="node()" />
      <xsl:for-each select=".//ReferencedProperties/Name[@label]">
        <ScriptProperty IsHidden="true">
          <Name><xsl:value-of select="@label" /></Name>
          <GetScriptBlock>[Marianne.Commands.ViewText]::Message($this, '<xsl:value-of select="." />')</GetScriptBlock>
        </ScriptProperty>
      </xsl:for-each>
    </Members>
  </xsl:template>

  <xsl:template match="comment()" />

  <xsl:template match="@* | node()">
    <xsl:copy>
      <xsl:apply-templates select="@* | node()" />
    </xsl:copy>
  </xsl:template>

  <xsl:template match="/Types">
    <Types>
      <xsl:apply-templates select="Types/Type" />
    </Types>
  </xsl:template>
</xsl:stylesheet>

{{- define "flame.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "flame.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "flame.labels" -}}
{{ include "flame.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "flame.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "flame.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}{{ .Values.serviceAccount.name | default (include "flame.name" .) }}{{ else }}{{ .Values.serviceAccount.name | default "default" }}{{ end }}
{{- end }}

{{- define "flame.secret" -}}
{{- if and .Values.secret.create .Values.secret.existingSecret }}{{ fail "secret.create and secret.existingSecret exclude each other" }}{{ end -}}
{{- .Values.secret.existingSecret | default (include "flame.name" .) }}
{{- end }}

{{- define "flame.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "flame.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* How many proxies every call comes through: zero is a number too, so only an absent one is made up. */}}
{{- define "flame.trustedProxies" -}}
{{- if not (kindIs "invalid" .Values.config.trustedProxies) -}}
{{- .Values.config.trustedProxies -}}
{{- else if .Values.ingress.enabled -}}
1
{{- else -}}
0
{{- end -}}
{{- end -}}
